# `make` builds every lesson of scripts/ into output/; `make help` lists the rest.
# Everything is installed into .venv, from locks with every version and hash; no system package is needed.

ifeq ($(OS),Windows_NT)
PYTHON ?= py -3
BIN := .venv/Scripts
else
PYTHON ?= python3
BIN := .venv/bin
endif

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := $(PIP) install --require-hashes --no-deps
READY := .venv/ready
READY_TEST := .venv/ready-test
READY_LISTEN := .venv/ready-listen

.DEFAULT_GOAL := lessons
.PHONY: lessons test check verify site bench listen torture lock clean help

lessons: $(READY)  ## build output/*.mp3 from scripts/ (the default)
	@$(BIN)/lesson build --profile both

test: $(READY_TEST)  ## run the tests
	@$(BIN)/python -m pytest --numprocesses=auto -m "not browser"
	@$(BIN)/python -m pytest -m browser  # by itself: what is heard in a page needs a free processor

check: $(READY_TEST)  ## lint, types, and the scripts themselves
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lesson check

verify: $(READY)  ## measure every MP3 of output/ against its timeline
	@$(BIN)/lesson verify

site: lessons  ## build the learner's pages into output/site/
	@$(BIN)/lesson site

bench: $(READY_TEST)  ## time whole builds against what one would use instead (needs ffmpeg and espeak-ng)
	@$(BIN)/python -m tests.bench.bench

listen: $(READY_LISTEN)  ## hear the voices as machines do: how natural, how well understood (installs over 5 GB)
	@$(BIN)/python -m tests.bench.listen --write

torture: $(READY_TEST)  ## the long form of the tests that try to break it
	@$(BIN)/python -m tests.torture.torture

lock: $(READY_TEST)  ## write the locks anew from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	@UV=$(BIN)/uv bash .ci/lock

clean:  ## remove what was built, and nothing else (the clip cache stays: `lesson cache clear`)
	@$(if $(wildcard $(READY)),$(BIN)/lesson clean,echo "Nothing is removed: there is no .venv, whose lesson program knows what was built. make sets it up.")

help:  ## list the targets
	@$(PYTHON) -c "import re; [print(f'make {n:<9}{t}') for n, t in re.findall(r'^([a-z]+):.*?## (.+)', open('Makefile', encoding='utf-8').read(), re.M)]"

$(READY): pyproject.toml .ci/build.lock .ci/run.lock
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; this is ' + sys.version.split()[0])"
	@$(PYTHON) -m venv .venv
	@$(LOCKED) -r .ci/build.lock
	@$(LOCKED) --no-build-isolation -r .ci/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PYTHON) -c "import pathlib; pathlib.Path('$(READY)').touch()"

$(READY_TEST): $(READY) .ci/test.lock
	@echo "Setting up what the tests need (once) ..."
	@$(LOCKED) --no-build-isolation -r .ci/test.lock
	@$(PYTHON) -c "import pathlib; pathlib.Path('$(READY_TEST)').touch()"

$(READY_LISTEN): $(READY)
	@echo "Setting up what hears the voices (once) ..."
	@$(PIP) install --editable ".[listen]"
	@$(PYTHON) -c "import pathlib; pathlib.Path('$(READY_LISTEN)').touch()"

"""Ctrl-C comes when it does no harm, and is never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from generator.processes.interrupts import block_sigint, defer_sigint

PRESS = """\
import os, signal, sys
class Press:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Press())
"""
"""Ctrl-C at the moment when the module that is named first is looked for."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    assert signal.getsignal(signal.SIGINT) is before


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_it_waits_until_the_block_ends() -> None:
    done = []

    def work() -> None:
        with block_sigint():
            press()
            press()
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["all of it"]


def test_it_is_not_lost_where_the_block_fails() -> None:
    def fail() -> None:
        with block_sigint():
            press()
            raise ValueError

    with pytest.raises(KeyboardInterrupt):
        fail()


def test_without_it_nothing_happens_and_another_thread_is_left_alone() -> None:
    with block_sigint():
        pass
    seen = []

    def work() -> None:
        with block_sigint():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with block_sigint():
            press()
    finally:
        signal.signal(signal.SIGINT, before)


class Ending:
    """Ctrl-C comes while its end is being dealt with, where Python swallows what is raised."""

    def __del__(self) -> None:
        press()


def test_where_python_would_swallow_it_it_comes_a_moment_later() -> None:
    reached = []

    def work() -> None:
        Ending()
        reached.append("the next line")
        time.sleep(10)
        reached.append("what it should not reach")

    with pytest.raises(KeyboardInterrupt):
        defer_sigint(work)
    assert reached == ["the next line"]


def test_what_comes_a_moment_later_ends_what_is_waited_for() -> None:
    reading, writing = os.pipe()
    timer = threading.Timer(20, os.write, (writing, b"too late"))
    timer.start()

    def work() -> None:
        Ending()
        os.read(reading, 1)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        defer_sigint(work)
    assert time.monotonic() - started < 20
    timer.cancel()
    os.close(reading)
    os.close(writing)


def test_where_no_thread_can_be_had_it_comes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> int:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("_thread.start_new_thread", none_left)
    (tmp_path / "broken_off.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        defer_sigint(lambda: import_module("broken_off"))


def test_where_the_work_ends_before_that_moment_it_comes_at_its_end() -> None:
    def work() -> None:
        Ending()

    with pytest.raises(KeyboardInterrupt):
        defer_sigint(work)


def test_an_import_is_done_before_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_one.py").write_text(
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(0.1)\nDONE = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def work() -> None:
        import_module("slow_one")
        time.sleep(10)

    with pytest.raises(KeyboardInterrupt):
        defer_sigint(work)
    assert import_module("slow_one").DONE


def test_elsewhere_it_comes_at_once_and_what_is_returned_comes_back() -> None:
    reached = []

    def work() -> None:
        press()
        reached.append("what it should not reach")

    with pytest.raises(KeyboardInterrupt):
        defer_sigint(work)
    assert not reached
    assert defer_sigint(lambda: 3) == 3


def test_a_build_that_is_interrupted_while_it_imports_ends_with_130(tmp_path: Path) -> None:
    """Whatever is imported first notices the interrupt; nothing may print more than that one word."""
    (tmp_path / "a.txt").write_text("Lie down. [pause 2s]\nRest.\n")
    program = f"{PRESS}\nfrom generator.cli.main import run\nsys.exit(run(['build', 'a.txt']))\n"
    for module in (
        "generator.build.session",
        "generator.voices.synthesizer",
        "numpy.fft",
        "soxr",
        "lameenc",
        "PIL.Image",
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, module],
            cwd=tmp_path,
            env={**os.environ, "LESSON_CACHE": str(tmp_path / module)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "interrupted"), module


def test_before_the_command_line_is_there_it_ends_the_process_without_a_word(tmp_path: Path) -> None:
    program = f"{PRESS}\nfrom generator.cli.start import main\nmain()\n"
    for module in ("click", "generator.core.errors", "generator.cli.printing"):
        command = [sys.executable, "-c", program, module]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", ""), module

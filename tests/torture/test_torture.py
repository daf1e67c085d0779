"""Under fire, in the short form that CI runs; `make torture` runs the same trials at length."""

from __future__ import annotations

import errno
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if not sys.platform.startswith("linux"):
    pytest.skip("the trials look into /proc, fork, and mount", allow_module_level=True)

from tests.torture import (
    crowd,
    damage,
    disk,
    engines,
    foreign,
    hostile,
    killed,
    machines,
    owned,
    pressed,
    strange_scripts,
    swallow,
)
from tests.torture.ground import Outcome, broken_mp3
from tests.torture.mutants import ALL_PIECES

pytestmark = pytest.mark.torture

QUICK_ENGINES = frozenset(
    {"hangs", "crashes", "half a file", "noise", "other, longer", "other, shorter", "slow", "once:noise"}
)
QUICK_MACHINES = frozenset(
    {
        "locale C",
        "no HOME",
        "a HOME that is not there",
        "a TMPDIR that cannot be written",
        "umask 077",
        "nothing open",
        "a clock that runs backwards",
        "no environment at all",
        "no temporary folder that can be written",
    }
)
QUICK_FOLDERS = frozenset({"with blanks", "Füße", "🦵🙂", "a" * 200, "[a-z]*?"})


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES], ids=["full", "denied"])
def test_every_operation_on_a_file_fails_once(tmp_path: Path, number: int) -> None:
    """All is old then, or all is new; the message is plain; the next build leaves nothing over."""
    for outcome in disk.each_operation_fails_once(tmp_path / "g", [number], cold=[number == errno.ENOSPC]):
        assert outcome.tried > 30
        outcome.require()


def test_ctrl_c_at_random_lines(tmp_path: Path) -> None:
    pressed.pressed_at_random_lines(tmp_path / "g", 10, seed=1).require()


def test_killed_at_every_operation_on_a_file(tmp_path: Path) -> None:
    for outcome in disk.each_operation_fails_once(tmp_path / "g", [0], cold=[False]):
        assert outcome.tried > 30
        outcome.require()


def test_a_full_disk(tmp_path: Path) -> None:
    outcome = disk.full_disks(tmp_path / "g", (0, 8, 32, 64))
    if not outcome.tried:
        pytest.skip(outcome.note)  # the injected faults above are the part that every machine must show
    outcome.require()


def test_killed_at_random_moments(tmp_path: Path) -> None:
    killed.killed_at_random_moments(tmp_path / "g", 6, 20_261_122).require()


def test_ten_builds_at_once(tmp_path: Path) -> None:
    crowd.built_at_once(tmp_path / "g", 10, 1).require()


def test_a_harmed_cache_gives_the_same_bytes(tmp_path: Path) -> None:
    damage.damaged_caches(tmp_path / "g", 1, 1).require()


def test_an_engine_that_goes_wrong_is_named_with_the_line(tmp_path: Path) -> None:
    engines.engines_gone_wrong(tmp_path / "g", only=QUICK_ENGINES).require()


def test_scripts_that_nobody_wrote(tmp_path: Path) -> None:
    result = strange_scripts.swallowed(tmp_path / "g", 800, 1)
    result.outcome.require()
    assert len(result.sample) > 20
    strange_scripts.really_built(tmp_path / "built", result.sample[:6]).require()


@pytest.mark.parametrize(
    "trial", [*hostile.HOSTILE, *foreign.FOREIGN, *owned.OWNED], ids=lambda trial: trial.__name__
)
def test_hostile(tmp_path: Path, trial: Callable[[Path], Outcome]) -> None:
    trial(tmp_path / "g").require()


def test_odd_machines(tmp_path: Path) -> None:
    machines.unlike_the_authors(tmp_path / "g", QUICK_MACHINES).require()


def test_odd_folders(tmp_path: Path) -> None:
    machines.in_odd_folders(tmp_path / "g", QUICK_FOLDERS).require()


def test_odd_dates(tmp_path: Path) -> None:
    machines.clocks(tmp_path / "g").require()


def test_a_terminal(tmp_path: Path) -> None:
    machines.on_a_terminal(tmp_path / "g").require()


pieces = st.lists(st.one_of(st.sampled_from(ALL_PIECES), st.text(max_size=20)), max_size=30)
texts = st.one_of(
    st.text().map(str.encode),
    st.binary(),
    st.builds(
        lambda parts, separator: separator.join(parts).encode(),
        pieces,
        st.sampled_from(["\n", " ", "\n\n", ""]),
    ),
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_any_bytes_are_a_lesson_or_diagnostics(data: bytes) -> None:
    """Read, expanded, laid out and written in every format; anything else raises."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.txt")
        path.write_bytes(data)
        swallow.swallow(path)
        assert [each.name for each in Path(folder).iterdir()] == ["x.txt"]


def test_what_is_looked_for_would_be_found() -> None:
    """A torn MP3 is called so, and a command to a terminal is seen."""
    frame = b"\xff\xfb" + bytes(190)
    info = frame[:36] + b"Info" + bytes(4) + (2).to_bytes(4, "big") + frame[48:]
    whole = b"ID3\3\0\0\0\0\0\0" + info + frame * 2
    assert not broken_mp3("a.mp3", whole)
    assert broken_mp3("a.mp3", whole[:-1])
    assert broken_mp3("a.mp3", whole[:-192])
    assert broken_mp3("a.mp3", whole[:-192] + bytes(192))
    assert broken_mp3("a.mp3", whole[3:])
    assert not swallow.clean("\x1b[31m")
    assert not swallow.clean("\x9b31m")

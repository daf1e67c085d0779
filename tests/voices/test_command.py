"""Programs of the user's own as voices: real ones, and such as do anything else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from generator import BuildSession, Settings, expand, parse
from generator.audio.level import loudness_between_silences
from generator.core.cache import Cache
from generator.core.clock import SAMPLE_RATE
from generator.core.errors import ScriptError
from generator.voices.command.programs_file import ProgramsFileError, read_programs

if sys.platform != "linux":
    pytest.skip("flite and festival are programs of Linux here", allow_module_level=True)

PROGRAMS = """
[slt]
command = ["flite", "-voice", "slt", "-f", "/dev/stdin", "-o", "{wav}"]
language = "en-us"
gender = "female"

[kal]
command = ["text2wave"]
language = "en-us"

[robot]
command = ["espeak-ng", "-v", "de", "-s", "{rate}", "--stdin", "--stdout"]
language = "de"
rates = [80, 300]
"""


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write the user's file of programs."""
    monkeypatch.setenv("LESSON_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()

    def write(text: str) -> None:
        (tmp_path / "config" / "voices.toml").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def session(tmp_path: Path) -> BuildSession:
    return BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache"))


def script(folder: Path, text: str) -> Path:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def speaking(code: str) -> str:
    """A file of programs with one that runs this Python."""
    return (
        f"[mine]\ncommand = [{sys.executable!r}, '-c', {code!r}, '{{wav}}']\nlanguage = 'en'\nseconds = 5\n"
    )


def problems(session: BuildSession, path: Path) -> str:
    with session, pytest.raises(ScriptError) as raised:
        session.check_resources(expand(parse(path)))
    return " ".join(f"{each.code} {each.message} {each.hint}" for each in raised.value.diagnostics)


def test_four_engines_in_one_lesson_are_equally_loud(
    session: BuildSession,
    tmp_path: Path,
    configured: Callable[[str], None],
    program: Callable[..., str],
) -> None:
    for name in ("flite", "text2wave", "espeak-ng"):
        program(name)
    configured(PROGRAMS)
    text = """# One
[voice command:slt]
Lie on your back and bend your knees. [pause 2s]
[voice kal]
Notice which parts of you touch the floor. [pause 2s]
# Two
[voice command:robot]
[rate 110]
Lass die Knie langsam zur Seite sinken. [pause 2s]
# Three
Rest here for a while, and let the floor carry you.
"""
    with session:
        (built,) = session.build(expand(parse(script(tmp_path, text))))
    timeline = built.planned.edition.timeline
    assert built.planned.edition.voices == ("slt", "kal", "robot", "heart")
    samples, _ = soundfile.read(built.published.mp3s[0], dtype="float32")
    heard = [
        loudness_between_silences(samples[each.start : each.end], SAMPLE_RATE) for each in timeline.sounds
    ]
    assert max(heard) - min(heard) <= 1
    pauses = [sum(each.length for each in run) / SAMPLE_RATE for run in timeline.silences[1:-1]]
    assert pauses == pytest.approx([2, 2, 2], abs=0.05)


def test_a_rate_of_its_own_is_measured_and_kept_to(
    session: BuildSession,
    tmp_path: Path,
    configured: Callable[[str], None],
    program: Callable[..., str],
) -> None:
    program("espeak-ng")
    configured(PROGRAMS)
    text = "---\nlanguage: de\nvoice: command:robot\nrate: {}\n---\n" + "Lass die Knie langsam sinken. " * 4
    lengths = []
    with session:
        for rate in (100, 150):
            (plan,) = session.plan(expand(parse(script(tmp_path, text.format(rate)))))
            lengths.append(plan.edition.timeline.sounds[0].length)
    assert lengths[0] / lengths[1] == pytest.approx(1.5, rel=0.1)


def test_a_program_without_a_rate_says_so(
    session: BuildSession,
    tmp_path: Path,
    configured: Callable[[str], None],
    program: Callable[..., str],
) -> None:
    program("flite")
    configured(PROGRAMS)
    text = "---\nvoice: command:slt\nrate: 100\n---\nLie down.\n[rate 90]\nRest here.\n"
    with session:
        told = session.check_resources(expand(parse(script(tmp_path, text))))
    assert [(each.code, each.span and each.span.line) for each in told] == [("W071", 3), ("W071", 6)]
    assert "the voice slt has no rate to set" in told[0].message


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("print('Hello')", "wrote no file"),
        ("import sys; open(sys.argv[1], 'w').write('Hello')", "wrote something that is not sound"),
        ("import sys; open(sys.argv[1], 'w')", "the voice wrote nothing"),
        ("import sys; sys.exit('out of breath')", "ended with code 1: out of breath"),
        ("import time; time.sleep(60)", "took longer than 5 s"),
        (
            "import sys, soundfile; soundfile.write(sys.argv[1], [0.0] * 32000, 16000, format='WAV')",
            "was silent",
        ),
    ],
)
def test_a_program_that_does_not_speak_is_told_at_the_scripts_line(
    session: BuildSession, tmp_path: Path, configured: Callable[[str], None], code: str, told: str
) -> None:
    configured(speaking(code))
    found = problems(session, script(tmp_path, "[voice command:mine]\nLie down.\n"))
    assert "E070" in found
    assert told in found


@pytest.mark.parametrize("name", ["command:rm -rf /", "command:/bin/sh", "command:", "command:flite -o x"])
def test_no_script_names_a_program(
    session: BuildSession, tmp_path: Path, configured: Callable[[str], None], name: str
) -> None:
    configured("[mine]\ncommand = ['false']\nlanguage = 'fr'\n")
    found = problems(session, script(tmp_path, f'---\nvoice: "{name}"\n---\nLie down.\n'))
    assert "E070" in found
    assert "voices.toml" in found


def test_a_file_that_cannot_be_used_stops_only_who_asks_for_its_programs(
    session: BuildSession, tmp_path: Path, configured: Callable[[str], None]
) -> None:
    configured("[mine\n")
    with session:
        assert session.check_resources(expand(parse(script(tmp_path, "Lie down.\n")))) == ()
    found = problems(session, script(tmp_path, "[voice command:mine]\nLie down.\n"))
    assert "voices.toml cannot be used" in found
    assert "line 1" in found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mine = 'flite'", "mine is no table"),
        ("[mine]\nlanguage = 'en'", "needs the program and its arguments"),
        ("[mine]\ncommand = 'flite -o x'\nlanguage = 'en'", "needs the program and its arguments"),
        ("[mine]\ncommand = []\nlanguage = 'en'", "needs the program and its arguments"),
        ("[mine]\ncommand = ['flite', 1]\nlanguage = 'en'", "needs the program and its arguments"),
        ("[mine]\ncommand = ['flite']", "needs its language"),
        ("[mine]\ncommand = ['flite']\nlanguage = 'English'", "needs its language"),
        ("[mine]\ncommand = ['flite']\nlanguage = 'en'\nshell = true", "unknown key shell"),
        ("[mine]\ncommand = ['flite']\nlanguage = 'en'\nseconds = 0", "seconds is a whole number"),
        ("[mine]\ncommand = ['flite']\nlanguage = 'en'\ngender = 'x'", "female or male"),
        ("[mine]\ncommand = ['flite']\nlanguage = 'en'\nrates = [1, 2]", "both belong together"),
        ("[mine]\ncommand = ['a', '{rate}']\nlanguage = 'en'", "both belong together"),
        ("[mine]\ncommand = ['a', '{rate}']\nlanguage = 'en'\nrates = [9, 2]", "both belong together"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "voices.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProgramsFileError, match=told):
        read_programs(tmp_path / "voices.toml")

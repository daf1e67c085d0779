"""`lesson verify` as it is used: verdict, exit code, JSON, and files that are no lesson."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generator.cli.main import run
from generator.verify.findings import STANDARD, Grade
from generator.verify.verify_mp3 import verify_mp3

LOUDNESS = {"loudness", "true peak", "loudness of a cue"}
"""What the voices are calibrated for, each by itself; these are not for mixing."""


def test_a_folder_of_good_lessons(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without arguments every MP3 of output/ is verified, the small profile too."""
    monkeypatch.chdir(output.parent)
    for path in (*output.glob("voices.*"), *output.glob("natural.*")):
        path.unlink()
    assert run(["verify"]) == 0
    text = capsys.readouterr().out
    assert [line.partition(":")[0] for line in text.splitlines() if not line.startswith(" ")] == [
        f"output/{name}.mp3" for name in ("lesson", "lesson.small", "other", "other.small")
    ]
    assert text.count("good") == text.count("worst: ") == 4


def test_nothing_to_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["verify"]) == 3
    assert "lesson build" in capsys.readouterr().err


def test_json_holds_every_finding(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--json", str(output / "lesson.mp3")]) == 0
    (facts,) = json.loads(capsys.readouterr().out)["verified"]
    assert facts["good"] is True
    assert facts["length"] == verify_mp3(output / "lesson.mp3").heard.length  # type: ignore[union-attr]  # it is one
    assert facts["loudness"] == pytest.approx(-19, abs=1)
    assert {"loudest", "softest", "worst"} <= facts.keys()
    cues = 20
    checks = [each["check"] for each in facts["findings"]]
    assert [checks.count(name) for name in ("onset", "end", "level", "envelope")] == [cues + 1] * 4
    assert checks.count("pause") == cues + 1
    for check in ("length", "frames", "loudness", "true peak", "chime", "tags", "chapters", "captions"):
        assert check in checks
    assert all(each["severity"] == Grade.FINE for each in facts["findings"])


def test_verbose_tells_what_is_fine(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--verbose", str(output / "lesson.mp3")]) == 0
    text = capsys.readouterr().out
    assert "loudest: " in text
    assert "softest: " in text
    assert text.count("onset at") >= 21


def test_a_wrong_lesson_ends_with_1(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (output / "lesson.mp3").write_bytes((output / "other.mp3").read_bytes())
    assert run(["verify", str(output)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "wrong" in lines[0]
    assert "this is not the sound of lesson" in lines[1]
    assert any("--verbose" in line for line in lines)
    assert sum(line.startswith("  ") for line in lines[: lines.index(next(filter(_more, lines)))]) <= 13


def _more(line: str) -> bool:
    return line.startswith("  and ")


def junk(path: Path, kind: str) -> None:
    match kind:
        case "text":
            path.write_text("not an MP3\n" * 1000, encoding="utf-8")
        case "empty":
            path.write_bytes(b"")
        case "wave":
            soundfile.write(path, np.zeros(48_000), 48_000, format="WAV")
        case "tag only":
            path.write_bytes(b"ID3\3\0\0\0\0\0\0")
        case "zeros":
            path.write_bytes(bytes(100_000))
        case "folder":
            path.mkdir()


@pytest.mark.parametrize("kind", ["text", "empty", "wave", "tag only", "zeros"])
def test_what_is_no_mp3(output: Path, kind: str) -> None:
    """One finding says so, whatever stands beside it; nothing is raised."""
    path = output / "lesson.mp3"
    path.unlink()
    junk(path, kind)
    report = verify_mp3(path)
    assert [each.check for each in report.wrong] == ["file"]
    assert "not an MP3" in report.wrong[0].message


def test_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path / "none.mp3")]) == 1
    assert "No such file" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["lesson", "lesson.small"])
def test_without_its_timeline(output: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what cannot be told, and what can."""
    (output / "lesson.timeline.json").unlink()
    path = output / f"{name}.mp3"
    assert run(["verify", str(path)]) == 1
    text = capsys.readouterr().out
    assert "lesson.timeline.json" in text
    assert "cannot be told" in text
    assert "“A quiet shoulder”; it has 4 chapters" in text
    assert "LUFS" in text


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": "movement-lesson-timeline", "version": 99}', "\ud800", "[" * 100_000]
)
def test_a_damaged_timeline(output: Path, text: str) -> None:
    (output / "lesson.timeline.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    report = verify_mp3(output / "lesson.mp3")
    assert [each.check for each in report.wrong] == ["timeline"]


def test_a_timeline_that_is_only_a_plan(output: Path) -> None:
    """Without clips there is nothing to hold the sound against."""
    path = output / "lesson.timeline.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    values["clips"] = []
    for event in values["events"]:
        event.pop("clip", None)
    path.write_text(json.dumps(values), encoding="utf-8")
    report = verify_mp3(output / "lesson.mp3")
    assert [each.check for each in report.wrong] == ["timeline"]


def test_missing_captions_are_only_noted(output: Path) -> None:
    for name in ("lesson.vtt", "lesson.srt", "lesson.chapters.json"):
        (output / name).unlink()
    report = verify_mp3(output / "lesson.mp3")
    assert not report.wrong
    assert sum(each.severity is Grade.NOTE for each in report.findings) == 3


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"chapters": [3]}'])
def test_damaged_chapters(output: Path, text: str) -> None:
    (output / "lesson.chapters.json").write_text(text, encoding="utf-8")
    assert {each.check for each in verify_mp3(output / "lesson.mp3").wrong} == {"chapters"}


def test_an_mp3_of_another_program(output: Path) -> None:
    """Stereo at 44.1 kHz: measured, told apart, never a crash."""
    noise = np.random.default_rng(1).normal(0, 0.05, (44_100 * 60, 2))
    soundfile.write(output / "lesson.mp3", noise, 44_100, format="MP3")
    found = verify_mp3(output / "lesson.mp3").wrong
    assert found[0].check == "lesson"
    assert any(each.check == "frames" and "not made by this program" in each.message for each in found)


@pytest.mark.parametrize("name", ["voices", "voices.small"])
def test_no_voice_gives_a_false_alarm(output: Path, name: str) -> None:
    """Whispers, echoes, hisses, the closest pauses and a chime: all are where and as they were made."""
    found = [each for each in verify_mp3(output / f"{name}.mp3").wrong if each.check not in LOUDNESS]
    assert found == []


@pytest.mark.parametrize(
    "text", ["Lie on your back.", "She sees six ships.", "Hush, hush, soft, soft.", "Feel your feet. Rest."]
)
def test_a_build_that_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """One sentence may be further from the mean than a whole lesson."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "cache"))
    (tmp_path / "short.txt").write_text(f"{text}\n", encoding="utf-8")
    assert run(["build", "--verify", "short.txt"]) == 0
    assert "output/short.mp3: verified" in capsys.readouterr().out


def test_every_error_is_within_half_of_what_is_allowed(output: Path) -> None:
    """Room to spare: what one good lesson uses up is not all that another one may."""
    report = verify_mp3(output / "lesson.mp3")
    errors = [abs(each.error or 0) for each in report.findings if each.check == "onset"]
    assert max(errors) < STANDARD.onset / 2
    levels = [each.share for each in report.findings if each.check in {"level", "envelope"}]
    assert max(levels) < 0.8


@pytest.mark.parametrize("heavy", ["scipy", "pydub", "PIL", "pyttsx3", "lameenc", "rich"])
def test_verification_needs_no(output: Path, heavy: str) -> None:
    """It is quick because it imports little; and what made the sound has no part in judging it."""
    program = (
        "import sys; from generator.cli.main import run; code = run(['verify', sys.argv[1]]); "
        "sys.exit(code or sys.argv[2] in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, output / "lesson.mp3", heavy], check=True)


def test_a_long_chime_does_not_make_the_speech_too_loud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mean that cues are held against is that of the speech, however long and soft the chime is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "cache"))
    seconds = np.arange(29 * 48_000) / 48_000
    fade = np.minimum(1, np.minimum(seconds, 29 - seconds) * 10)
    soundfile.write(tmp_path / "long.wav", 0.3 * np.sin(2 * np.pi * 300 * seconds) * fade, 48_000)
    (tmp_path / "long.txt").write_text(
        "---\nchime: long.wav\nvoice: espeak\n---\n[chime]\nLie on your back, please. [pause 2s]\n"
        "Which parts of you meet the floor? [rest 6s]\n[chime]\nStop there, and rest.\n",
        encoding="utf-8",
    )
    assert run(["build", "--verify", "long.txt"]) == 0, capsys.readouterr().out
    report = verify_mp3(tmp_path / "output/long.mp3")
    assert report.levels
    assert report.levels.integrated < -22
    assert report.levels.speech == pytest.approx(-19, abs=1)

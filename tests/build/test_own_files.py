"""No file of somebody's own is ever replaced or deleted without a word."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from generator import BuildSession, Cache, GeneratorError, Settings, expand, parse
from generator.audio.profile import SMALL, STANDARD
from generator.core.clock import SAMPLE_RATE
from tests.build.edges import Lesson

MINE = b"This is mine, and no lesson."
ENDINGS = (
    ".mp3", ".small.mp3", ".wav", ".jpg", ".srt", ".vtt", ".transcript.txt", ".chapters.json", ".labels.txt",
    ".changes.json", ".timeline.json",
)  # fmt: skip
BUILD = ("build", "--profile", "both", "--wav")
SHORT = "Lie down. [pause 1s]\n\nRest.\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def as_of_an_earlier_version(timeline: Path) -> None:
    text = timeline.read_text()
    assert re.search(r'^"files": .*\n', text, re.MULTILINE)
    timeline.write_text(re.sub(r'^"files": .*\n', "", text, flags=re.MULTILINE))


@pytest.fixture(autouse=True)
def _short(folder: Path) -> None:
    (folder / "scripts" / "edges.txt").write_text(SHORT)


def test_files_that_were_there_before_are_all_named_and_stay(lesson: Lesson, folder: Path) -> None:
    """Nothing is even spoken; --overwrite takes them, and from then on they are the lesson's."""
    output = folder / "output"
    output.mkdir()
    for ending in ENDINGS:
        (output / f"edges{ending}").write_bytes(MINE)
    before = contents(output)
    failed = lesson(*BUILD, check=False)
    assert failed.returncode == 3
    for ending in ENDINGS:
        assert (
            f'error[E082]: "{Path("output") / f"edges{ending}"}" was not made by this program'
            in failed.stderr
        )
    assert "--overwrite" in failed.stderr
    assert contents(output) == before
    assert "1 entr" not in lesson("cache").stdout
    lesson(*BUILD, "--overwrite")
    assert MINE not in contents(output).values()
    assert "nothing changed" in lesson(*BUILD).stdout


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_file_alone_is_protected_by_the_python_interface_too(
    tmp_path: Path, folder: Path, ending: str
) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / f"lesson{ending}").write_bytes(MINE)
    settings = Settings(output=output, profiles=(STANDARD, SMALL), wav=True)
    with (
        BuildSession(settings, Cache(folder / "cache")) as session,
        pytest.raises(GeneratorError, match="not made by this program"),
    ):
        session.build(expand(parse("Rest.")))
    assert contents(output) == {f"lesson{ending}": MINE}


def test_a_transcript_that_a_teacher_has_mended_is_named_and_stays(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    transcript = folder / "output" / "edges.transcript.txt"
    transcript.write_text(transcript.read_text() + "\nWith thanks to B.\n")
    mended = contents(folder / "output")
    (folder / "scripts" / "edges.txt").write_text(SHORT.replace("Rest", "Rest now"))
    failed = lesson("build", check=False)
    assert (failed.returncode, failed.stderr.count("error[")) == (3, 1)
    assert f'"{Path("output/edges.transcript.txt")}" was changed after it was built' in failed.stderr
    assert contents(folder / "output") == mended
    lesson("build", "--overwrite")
    assert "With thanks" not in transcript.read_text()
    lesson("build")


def test_what_an_earlier_version_built_is_built_anew_without_a_word(lesson: Lesson, folder: Path) -> None:
    lesson(*BUILD)
    as_of_an_earlier_version(folder / "output" / "edges.timeline.json")
    (folder / "scripts" / "edges.txt").write_text(SHORT.replace("Rest", "Rest now"))
    assert lesson(*BUILD).stderr == ""
    assert '"files"' in (folder / "output" / "edges.timeline.json").read_text()


def test_beside_an_earlier_versions_lesson_a_recording_of_ones_own_stays(
    lesson: Lesson, folder: Path
) -> None:
    lesson("build")
    as_of_an_earlier_version(folder / "output" / "edges.timeline.json")
    (folder / "output" / "edges.wav").write_bytes(MINE)
    assert "edges.wav" in lesson("build", "--wav", check=False).stderr
    assert (folder / "output" / "edges.wav").read_bytes() == MINE


def test_a_lesson_whose_timeline_is_lost_is_known_by_its_recording(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    (folder / "output" / "edges.timeline.json").unlink()
    (folder / "scripts" / "edges.txt").write_text(SHORT.replace("Rest", "Rest now"))
    assert lesson("build").stderr == ""


def test_a_build_that_was_killed_while_it_renamed_hinders_no_later_one(
    lesson: Lesson, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some files are new, some old, and the script has been edited once more."""
    lesson("build")
    monkeypatch.chdir(folder)
    script = folder / "scripts" / "edges.txt"
    script.write_text(SHORT.replace("Rest", "Rest now"))
    replace_file, done = Path.replace, 0

    def breaks(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done > 4:
            raise PermissionError(13, "it is open in a player", str(self))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", breaks)
    with BuildSession(Settings(), Cache(folder / "cache")) as session, pytest.raises(GeneratorError):
        session.build(expand(parse(Path("scripts/edges.txt"))))
    assert done > 4
    script.write_text(SHORT.replace("Rest", "Rest a while"))
    assert lesson("build").stderr == ""


def test_no_input_is_ever_an_output(lesson: Lesson, folder: Path) -> None:
    pictures = folder / "scripts" / "pics"
    pictures.mkdir()
    Image.new("RGB", (1400, 1400), "teal").save(pictures / "edges.jpg")
    tone = np.sin(np.arange(SAMPLE_RATE) / 40) * np.hanning(SAMPLE_RATE) * 0.5
    soundfile.write(pictures / "edges.wav", tone, SAMPLE_RATE)
    before = contents(pictures)
    for header in ("cover: pics/edges.jpg", "chime: pics/edges.wav"):
        (folder / "scripts" / "edges.txt").write_text(f"---\n{header}\n---\n[chime]\n\nRest.\n")
        for more in ((), ("--overwrite",)):
            failed = lesson("build", "-o", "scripts/pics", "--wav", *more, check=False)
            assert failed.returncode == 3
            assert "is never written over" in failed.stderr
    assert contents(pictures) == before


def test_two_lessons_never_share_a_file(lesson: Lesson, folder: Path) -> None:
    """`a.small.txt` becomes `a.small.mp3`, and so does `a.txt` in the small profile."""
    for name in ("a", "a.small"):
        (folder / f"{name}.txt").write_text(f"This is {name}.")
    both = ("build", "--profile", "both", "a.txt")
    failed = lesson(*both, "a.small.txt", check=False)
    assert failed.returncode == 3
    assert '"a.small.txt" and "a.txt" would both become "a.small.mp3"' in failed.stderr
    failed = lesson("build", "a.small.txt", check=False)
    assert 'is already a file of the lesson "a", and would become one of "a.small"' in failed.stderr
    shutil.rmtree(folder / "output")
    lesson("build", "a.small.txt")
    assert lesson("build", "a.txt").stderr == ""
    failed = lesson(*both, check=False)
    assert 'is already a file of the lesson "a.small", and would become one of "a"' in failed.stderr


def test_a_preview_replaces_nothing_but_a_preview(lesson: Lesson, folder: Path) -> None:
    for name in ("mine.mp3", "mine.wav"):
        preview = ("preview", "scripts/edges.txt", "-o", name)
        (folder / name).write_bytes(MINE)
        failed = lesson(*preview, check=False)
        assert failed.returncode == 3
        assert f'"{name}" is no preview' in failed.stderr
        assert (folder / name).read_bytes() == MINE
        lesson(*preview, "--overwrite")
        lesson(*preview)
    lesson("build")
    failed = lesson("preview", "scripts/edges.txt", "-o", "output/edges.mp3", check=False)
    assert "is no preview" in failed.stderr


def test_clean_removes_what_was_built_and_nothing_else(lesson: Lesson, folder: Path) -> None:
    output = folder / "output"
    lesson(*BUILD)
    (output / "edges-recording.mp3").write_bytes(MINE)
    (output / "notes.txt").write_bytes(MINE)
    (output / "edges.html").write_bytes(MINE)
    (output / "edges.srt").write_bytes(MINE)
    done = lesson("clean")
    assert done.stdout == f"output: {len(ENDINGS) - 1} files removed\n"
    assert f"{Path('output/edges.srt')}: it was changed after it was built, and stays" in done.stderr
    assert sorted(contents(output)) == ["edges-recording.mp3", "edges.html", "edges.srt", "notes.txt"]
    assert "nothing to remove" in lesson("clean").stdout


def test_clean_leaves_and_names_what_an_earlier_version_built(lesson: Lesson, folder: Path) -> None:
    lesson("build")
    as_of_an_earlier_version(folder / "output" / "edges.timeline.json")
    before = contents(folder / "output")
    assert "build it again, then clean" in lesson("clean").stderr
    assert contents(folder / "output") == before


@pytest.mark.parametrize("name", ["../mine.txt", "/mine.txt", "sub/../../mine.txt", "..", "C:mine.txt"])
def test_no_timeline_makes_clean_look_outside_its_folder(lesson: Lesson, folder: Path, name: str) -> None:
    (folder / "mine.txt").write_bytes(b"")
    lesson("build")
    timeline = folder / "output" / "edges.timeline.json"
    row = json.dumps({"name": name, "bytes": 0, "crc32": 0})
    timeline.write_text(timeline.read_text().replace('"files": [', f'"files": [{row}, '))
    lesson("clean")
    assert (folder / "mine.txt").exists()


def test_doctor_leaves_a_file_of_its_own_name(lesson: Lesson, folder: Path) -> None:
    (folder / "output").mkdir()
    (folder / "output" / "doctor.txt").write_bytes(MINE)
    lesson("doctor", check=False)
    assert contents(folder / "output") == {"doctor.txt": MINE}

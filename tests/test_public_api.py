"""The public way in: a program of one's own reads, plans, hears, builds and verifies a lesson."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

import generator
from generator import (
    BuildSession,
    Cache,
    ScriptError,
    Settings,
    expand,
    parse,
    select_line,
    select_section,
    verify_mp3,
)

TEXT = """\
---
title: A short one
---
# Lying
Lie down on your back. [pause 2s]
Let the right knee drift a little. [move 2 x 8s]

# Resting
Leave it. [rest 12s]
"""


@pytest.fixture
def session(tmp_path: Path) -> BuildSession:
    return BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache"))


def test_a_text_in_memory_is_built_and_verified(session: BuildSession) -> None:
    with session:
        (built,) = session.build(expand(parse(TEXT)))
    (mp3,) = built.published.mp3s
    assert mp3.name == "lesson.mp3"
    report = verify_mp3(mp3)
    assert report.wrong == ()


def test_a_path_and_its_text_give_the_same_lesson(session: BuildSession, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text(TEXT)
    with session:
        plans = [session.plan(expand(each)) for each in (parse(path), parse(TEXT, path))]
    assert plans[0][0].edition == plans[1][0].edition


def test_an_unsaved_text_includes_what_lies_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "end.txt").write_text("Roll to one side.\n")
    script = parse("Lie down.\n\n[include end.txt]\n", tmp_path / "new.txt")
    cues = [item for section in expand(script).lessons[0][1].sections for item in section.items]
    assert [getattr(cue, "text", "") for cue in cues][-1] == "Roll to one side."


def test_what_is_wrong_carries_its_place_and_a_way_out() -> None:
    with pytest.raises(ScriptError) as raised:
        parse("Lie down. [pauze 3s]\n")
    (problem,) = raised.value.diagnostics
    assert problem.span
    assert (problem.span.path, problem.span.line, problem.span.column) == ("lesson.txt", 1, 11)
    assert problem.hint == "did you mean [pause 3s]?"


@pytest.mark.parametrize("most", [5_000_000])
def test_a_text_that_is_too_long_is_told(most: int) -> None:
    with pytest.raises(ScriptError, match="over 5 MB"):
        parse("a" * (most + 1))


def test_one_cue_is_heard_as_samples(session: BuildSession) -> None:
    with session:
        preview = session.preview(expand(parse(TEXT)))
        samples = np.frombuffer(preview.render_cue(1), dtype="<i2")
        facts = preview.planned.edition.clips[1]
        assert len(samples) == facts.length
        assert preview.planned.edition.clips[0].key == ""  # it was not asked for
    level = np.sqrt(np.mean(samples[facts.onset : facts.end].astype(float) ** 2))
    assert level > 300


def test_a_part_is_heard_as_samples_and_as_an_mp3(session: BuildSession) -> None:
    with session:
        preview = session.preview(expand(parse(TEXT)))
        part = preview.render(select_section(preview.timeline, "Resting").ranges)
        samples = b"".join(preview.samples(part))
        heard, rate = soundfile.read(io.BytesIO(preview.mp3(part)))
    assert rate == 48_000
    assert len(heard) == part.timeline.length == len(samples) // 2


def test_a_line_is_selected_with_its_neighbours(session: BuildSession) -> None:
    with session:
        preview = session.preview(expand(parse(TEXT)))
        selected = select_line(preview.timeline, "lesson.txt", 6, TEXT.split("\n"))
        part = preview.render(selected.ranges, 48_000)
    assert [sound.text for sound in part.timeline.sounds] == [
        "Lie down on your back.",
        "Let the right knee drift a little.",
        "Leave it.",
    ]
    assert part.left_out > 0


def test_an_edit_speaks_one_cue_in_the_same_session(session: BuildSession) -> None:
    with session:
        session.build(expand(parse(TEXT)))
        (built,) = session.build(expand(parse(TEXT.replace("Leave it.", "Let it be."))))
    assert (built.planned.made, built.planned.reused) == (1, 2)


def test_sessions_in_several_threads_know_nothing_of_each_other(tmp_path: Path) -> None:
    """None of them is the main thread; each has a voice, a cache and an output of its own."""
    made: dict[int, bytes] = {}

    def build(number: int) -> None:
        home = tmp_path / str(number)
        with BuildSession(Settings(output=home / "output"), Cache(home / "cache")) as session:
            (built,) = session.build(expand(parse(TEXT)))
            assert built.planned.made == 3
            made[number] = built.published.mp3s[0].read_bytes()

    threads = [threading.Thread(target=build, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(made) == 3
    assert len(set(made.values())) == 1


def test_practice_findings_are_values(session: BuildSession) -> None:
    with session:
        (judged,) = session.judge(expand(parse(TEXT)))
    assert judged.estimated
    assert {"P004", "P005"} <= {problem.code for problem in judged.findings}
    assert judged.table.total.repetitions == 2


def test_every_name_is_there_and_nothing_is_imported_before_it_is_asked_for() -> None:
    program = "import sys, generator; print(len([m for m in sys.modules if m.startswith('generator.')]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
    for name in generator.__all__:
        assert getattr(generator, name) is not None
    with pytest.raises(AttributeError, match="nothing_of_the_sort"):
        _ = generator.nothing_of_the_sort


def test_what_a_type_checker_sees_is_what_is_there() -> None:
    places = {name for names in generator._PLACES.values() for name in names}
    assert places == set(generator.__all__)

"""The teacher's loop and the learner's page: from save to rebuilt, to the first sound, to the site."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from generator.companions.formats import COMPANIONS
from generator.companions.tags import tags
from generator.timeline.edition_json import edition_from_json
from tests.bench.lesson20 import LESSON, SCRIPT, WORDS
from tests.bench.my_pace import my_pace
from tests.bench.timing import Row, interleave


def loop_lines(folder: Path, rounds: int) -> Iterator[str]:
    """What `watch` and `site` take."""
    shutil.copytree(SCRIPT.parent, folder / "scripts")
    environment = {"LESSON_CACHE": str(folder / "cache"), "PATH": "/usr/bin:/bin"}
    subprocess.run([LESSON, "build"], cwd=folder, env=environment, check=True, capture_output=True)
    yield "## The teacher's loop"
    yield ""
    with Watched(folder, environment) as watched:
        for what, line in (("sentence", "Breathe {}, and {}."), ("pause", "[pause {}ms]")):
            times = [watched.edit(line, number) for number in range(rounds)]
            yield f"- `watch`, from save to rebuilt, one {what}: {statistics.median(times):.3f} s"
    site = Row("site", lambda _: (LESSON, "site"), environment, folder)
    interleave([site], rounds, folder / "log")
    yield preview_line(folder, environment, rounds)
    lessons = len(list(folder.glob("scripts/*.txt")))
    yield f"- `site`, nothing changed, {lessons} lessons: {site.median('wall'):.3f} s"
    yield companions_line(folder / "output" / "knee-and-elbow.timeline.json")
    yield my_pace(folder / "output" / "knee-and-elbow.mp3")
    yield ""


def preview_line(folder: Path, environment: dict[str, str], rounds: int) -> str:
    """From the start of the process until it shows the first cue that it plays, into a null sink."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        with subprocess.Popen(
            [LESSON, "preview", "scripts/freeing-the-hips.txt", "--from", "12:30", "--silent"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            times.append(time.perf_counter() - start)
            process.kill()
    return f"- `preview` from cached clips, until its first cue: {statistics.median(times):.3f} s (aim: 0.5)"


def companions_line(timeline: Path) -> str:
    """What companions, tags and a kept cover add to a rebuild, without their imports."""
    edition = edition_from_json(timeline.read_text(encoding="utf-8"))
    times = []
    for _ in range(20):
        start = time.perf_counter()
        for companion in COMPANIONS.values():
            companion.write(edition).encode()
        tags(edition, b"\xff\xd8\xff" + bytes(100_000))
        times.append(time.perf_counter() - start)
    return f"- companions and tags of the 20-minute lesson: {statistics.median(times):.3f} s (aim: 0.1)"


class Watched:
    """`lesson watch` over a script of one length, and how long it takes to say that it is rebuilt."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.script = folder / "scripts" / "watched.txt"
        shutil.copy(folder / "scripts" / "freeing-the-hips.txt", self.script)
        self.text = self.script.read_text(encoding="utf-8")
        self.process = subprocess.Popen(
            [LESSON, "watch", str(self.script)],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> Self:
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.script.unlink()

    def edit(self, line: str, number: int) -> float:
        """Seconds from the save of an edit until the report on it is printed."""
        heading = next(each for each in self.text.splitlines() if each.startswith("# The right knee leans"))
        new = (
            line.format(WORDS[number % 8], WORDS[number // 8])
            if "{}," in line
            else line.format(1500 + number)
        )
        time.sleep(0.5)
        start = time.perf_counter()
        self.script.write_text(self.text.replace(heading, f"{heading}\n{new}\n", 1), encoding="utf-8")
        self._wait()
        return time.perf_counter() - start

    def _wait(self) -> None:
        """Until the lesson's line is printed."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("watched: "):
                return
        raise SystemExit("lesson watch ended by itself")

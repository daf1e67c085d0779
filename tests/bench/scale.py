"""Ten hours, fifty lessons, two builds at once."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from generator.script.expand import expand
from generator.script.files import read_script
from generator.script.lesson import Cue, Pause
from tests.bench.lesson20 import LESSON, SCRIPT
from tests.bench.timing import Row

HOURS = 10
LESSONS = 50


class Scale:
    """Scripts made of the 20-minute lesson, in which no cue is said twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()
        self.long = folder / "long.txt"
        self.long.write_text(self._text(3 * HOURS), encoding="utf-8")
        self.hour = folder / "hour.txt"
        self.hour.write_text(self._text(3), encoding="utf-8")
        self.many = folder / "many"
        self.many.mkdir()
        for number in range(LESSONS):
            text = self._text(1).replace("title: Long", f"title: Lesson {number}")
            (self.many / f"lesson-{number}.txt").write_text(text, encoding="utf-8")
        self.warm = {"LESSON_CACHE": str(folder / "warm")}
        self.cold = {"LESSON_CACHE": str(folder / "cold")}

    def _text(self, times: int) -> str:
        """The 20-minute form as plain cues and pauses, `times` times, each time in other words."""
        lesson = expand(read_script(SCRIPT), 20 * 60 * 48_000)
        lines = ["---", "title: Long", "---"]
        for turn in range(times):
            for section in lesson.sections:
                lines.append(f"# {section.title} {turn}")
                for item in section.items:
                    if isinstance(item, Cue):
                        lines += [f"{item.text} {turn}.", ""]
                    elif isinstance(item, Pause):
                        lines.append(f"[pause {(item.low + item.high) // 96}ms]")
        return "\n".join(lines) + "\n"

    def rows(self) -> list[Row]:
        """Cold ones empty the cache first; the warm one is filled by the first, untimed, run."""
        return [
            Row("1 hour, cold cache", lambda _: self._cold(self.hour), self.cold),
            Row(f"{HOURS} hours, cold cache", lambda _: self._cold(self.long), self.cold),
            Row(f"{HOURS} hours, nothing changed", lambda _: self._build(self.long), self.cold),
            Row(f"{LESSONS} lessons, warm cache", lambda _: self._build(self.many), self.warm),
        ]

    def _build(self, script: Path) -> tuple[str, ...]:
        return (LESSON, "build", str(script), "-o", str(self.folder / "out"))

    def _cold(self, script: Path) -> tuple[str, ...]:
        shutil.rmtree(self.folder / "cold", ignore_errors=True)
        return self._build(script)

    def two_at_once(self, environment: dict[str, str]) -> float:
        """Seconds until two builds of one script, begun together on an empty cache, have both ended."""
        self._cold(self.hour)
        start = time.perf_counter()
        both = [
            subprocess.Popen(self._build(self.hour), env=environment | self.cold, stdout=subprocess.DEVNULL)
            for _ in range(2)
        ]
        if any(process.wait() for process in both):
            raise SystemExit("two builds at once: one failed")
        return time.perf_counter() - start

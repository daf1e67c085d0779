"""`make bench`: what an edit costs, as whole processes, beside what one would use instead.

    python tests/bench/bench.py [--rounds 5] [--write]

Every round runs each command once, in turn; the table shows medians. `--write` keeps it in RESULTS.md.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
from timing import Row, interleave

from generator.clock import MILLISECOND
from generator.edition import Edition
from generator.edition_json import from_json

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "knee-and-elbow.txt"
LESSON = Path(sys.executable).with_name("lesson")
BASELINES = Path(__file__).with_name("baselines.py")
QUALITY = 5


def main() -> None:
    """Prepare, time, print."""
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 5
    with tempfile.TemporaryDirectory(prefix="lesson-bench-") as folder:
        bench = Lesson20(Path(folder))
        rows = [*bench.rows(), *bench.baselines()]
        interleave(rows, rounds, Path(folder, "log"))
        click.echo(table(rows))
        click.echo(verdicts(rows))


class Lesson20:
    """The 20-minute lesson: cold, edited, and as other programs make it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scripts = folder / "scripts"
        shutil.copytree(SCRIPT.parent, self.scripts)
        self.script = self.scripts / SCRIPT.name
        # One length, as the others make one; the pauses keep the edits below within reach of it.
        text = re.sub(r"^lengths:.*\n", "", self.script.read_text(), flags=re.MULTILINE)
        self.script.write_text(text)
        self.text = text
        self.warm = folder / "warm"
        self.build("warm")

    def build(self, cache: str, *more: str) -> None:
        """Build once, untimed."""
        environment = {"LESSON_CACHE": str(self.folder / cache), "PATH": "/usr/bin:/bin"}
        command = [str(LESSON), "build", str(self.script), "-o", str(self.folder / cache / "out"), *more]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    def rows(self) -> list[Row]:
        """This project."""
        warm = {"LESSON_CACHE": str(self.warm)}
        return [
            Row("python -c pass", lambda _: (sys.executable, "-c", "pass")),
            Row("(a) cold cache", self.cold, {"LESSON_CACHE": str(self.folder / "cold")}),
            Row("(b) one sentence edited", self.sentence, warm),
            Row("(c) one pause edited", self.pause, warm),
            Row("(d) nothing changed", self.command, warm),
            Row("check, nothing spoken", lambda _: (str(LESSON), "check", str(self.script))),
        ]

    def command(self, _: int) -> Sequence[str]:
        """Build what stands in the script."""
        return (str(LESSON), "build", str(self.script), "-o", str(self.warm / "out"))

    def cold(self, _: int) -> Sequence[str]:
        """An empty cache and an empty output."""
        shutil.rmtree(self.folder / "cold", ignore_errors=True)
        return (str(LESSON), "build", str(self.script), "-o", str(self.folder / "cold" / "out"))

    def sentence(self, number: int) -> Sequence[str]:
        """A sentence that was never spoken before, in the middle of the lesson."""
        words = ("slowly", "gently", "softly", "lightly", "easily", "calmly", "quietly", "smoothly")
        new = f"Breathe {words[number % 8]}, and {words[number // 8 % 8]}, as you like."
        self.script.write_text(after_middle(self.text, new))
        return self.command(number)

    def pause(self, number: int) -> Sequence[str]:
        """A pause of another length, in the middle of the lesson."""
        self.script.write_text(after_middle(self.text, f"[pause {1000 + number}ms]"))
        return self.command(number)

    def baselines(self) -> list[Row]:
        """The other programs; none where what they need is missing."""
        missing = [name for name in ("ffmpeg", "espeak-ng") if shutil.which(name) is None]
        if missing:
            click.echo(f"{' and '.join(missing)} not installed: the baselines are left out", err=True)
            return []
        edition = from_json(next((self.warm / "out").glob("*.timeline.json")).read_text())
        cues = self.folder / "cues.json"
        cues.write_text(json.dumps(parts(edition)))
        out = str(self.folder / "baseline.mp3")
        return [
            Row(
                "(e) plain pyttsx3 and pydub",
                lambda _: (sys.executable, str(BASELINES), "plain", str(cues), out),
            ),
            Row(
                "(f) espeak-ng SSML | ffmpeg",
                lambda _: (sys.executable, str(BASELINES), "ssml", str(cues), out),
            ),
        ]


def after_middle(text: str, line: str) -> str:
    """`text` with a paragraph of its own in the middle, outside of any block."""
    lines = text.splitlines()
    middle = len(lines) // 2
    blank = next(i for i in range(middle, len(lines)) if lines[i].startswith("# "))
    return "\n".join([*lines[:blank], line, "", *lines[blank:]]) + "\n"


def parts(edition: Edition) -> dict[str, object]:
    """What the baselines are to say: each cue's text and the silence after it, in milliseconds."""
    spoken: list[list[object]] = []
    for event in edition.timeline.events:
        if event.text:
            spoken.append([event.text, 0])
        elif spoken:
            silence = spoken[-1][1]
            assert isinstance(silence, int)
            spoken[-1][1] = silence + event.length // MILLISECOND
    return {"voice": edition.header.voice or "en-us", "rate": 120, "quality": QUALITY, "parts": spoken}


def table(rows: Sequence[Row]) -> str:
    """Medians, one row a command."""
    lines = ["| command | wall s | CPU s | peak MB |", "|---|---:|---:|---:|"]
    for row in rows:
        peak = row.median("peak") / 1e6
        lines.append(f"| {row.name} | {row.median('wall'):.3f} | {row.median('cpu'):.3f} | {peak:.0f} |")
    return "\n".join(lines)


def verdicts(rows: Sequence[Row]) -> str:
    """The ratios that the aims are about."""
    wall = {row.name[:3]: row.median("wall") for row in rows}
    lines = [f"(c) over python -c pass: {wall['(c)'] - wall['pyt']:.3f} s (aim 0.15)"]
    lines.append(f"(d) over python -c pass: {wall['(d)'] - wall['pyt']:.3f} s (aim 0.15)")
    if "(e)" in wall:
        lines.append(f"(a)/(f) {wall['(a)'] / wall['(f)']:.2f} (aim 0.55)")
        lines.append(f"(a)/(e) {wall['(a)'] / wall['(e)']:.2f} (aim 0.33)")
        lines.append(f"(e)/(b) {wall['(e)'] / wall['(b)']:.0f} times (aim 20, better 30)")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

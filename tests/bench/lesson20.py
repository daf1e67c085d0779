"""The 20-minute lesson: cold, edited, unchanged, and as other programs make it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.core.clock import MILLISECOND, SAMPLE_RATE
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json
from generator.timeline.timeline import Sound
from generator.voices.calibration import setting_for
from generator.voices.espeak.espeak_engine import open_espeak
from tests.bench.memory import peak_megabytes
from tests.bench.timing import Row

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "knee-and-elbow.txt"
LESSON = str(Path(sys.executable).with_name("lesson"))
BASELINES = str(Path(__file__).with_name("baselines.py"))
QUALITY = 5
"""LAME's, in all three."""
LENGTH = 20 * 60 * SAMPLE_RATE
PREPARED_BYTES = 4 << 20
"""What is prepared of the voice is larger than this, and no clip is."""
HEADING = "# Right knee, right elbow\n"
"""Where the edits are made."""
WORDS = ("slowly", "gently", "softly", "lightly", "easily", "calmly", "quietly", "smoothly")


class Lesson20:
    """A copy of the lesson in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        scripts = folder / "scripts"
        shutil.copytree(SCRIPT.parent, scripts)
        self.script = scripts / SCRIPT.name
        self.text = self.script.read_text(encoding="utf-8")
        self.warm = {"LESSON_CACHE": str(folder / "warm")}
        subprocess.run(
            self.building("warm"), env=self.warm | {"PATH": "/usr/bin:/bin"}, check=True, capture_output=True
        )

    def building(self, name: str) -> tuple[str, ...]:
        """Build the 20-minute form into an output folder of that name: the others make one length, too."""
        return (LESSON, "build", str(self.script), "--length", "20:00", "-o", str(self.folder / name / "out"))

    def rows(self) -> list[Row]:
        """This project."""
        out = self.folder / "warm" / "out"
        cold = {"LESSON_CACHE": str(self.folder / "cold")}
        return [
            Row("python -c pass", lambda _: (sys.executable, "-c", "pass")),
            Row("(a) cold cache", self._cold, cold),
            Row("(g) clips cold, voice prepared", self._prepared, cold),
            Row("(b) one sentence edited", self._sentence, self.warm),
            Row("(c) one pause edited", self._pause, self.warm),
            Row("(d) nothing changed", lambda _: self.building("warm"), self.warm),
            Row("check", lambda _: (LESSON, "check", str(self.script)), self.warm),
            Row("fmt", lambda _: (LESSON, "fmt", "--check", str(self.script)), self.warm),
            Row("verify", lambda _: (LESSON, "verify", str(out / "knee-and-elbow.mp3")), self.warm),
        ]

    def floor(self) -> tuple[float, float]:
        """Seconds of speech in it, and what LAME alone needs for them on one processor."""
        command = (sys.executable, str(Path(__file__).with_name("floor.py")), str(self.script), str(LENGTH))
        sound, seconds = subprocess.check_output(command, text=True).split()
        return float(sound), float(seconds)

    def _cold(self, _: int) -> Sequence[str]:
        shutil.rmtree(self.folder / "cold", ignore_errors=True)
        return self.building("cold")

    def _prepared(self, _: int) -> Sequence[str]:
        """As (a), on a machine on which the natural voice has spoken before."""
        for path in (self.folder / "cold").glob("v*/*/*"):
            if path.stat().st_size < PREPARED_BYTES:
                path.unlink()
        return self.building("cold")

    def memory(self) -> tuple[float, float]:
        """Peak of all processes together in MB: (a) and (g)."""
        environment = {**os.environ, "LESSON_CACHE": str(self.folder / "cold")}
        return tuple(peak_megabytes(make(0), environment) for make in (self._cold, self._prepared))  # type: ignore[return-value]  # two

    def _sentence(self, number: int) -> Sequence[str]:
        """A sentence that was never spoken before."""
        self._edit(f"Breathe {WORDS[number % 8]}, and {WORDS[number // 8 % 8]}, as you like.")
        return self.building("warm")

    def _pause(self, number: int) -> Sequence[str]:
        """A pause of another length."""
        self._edit(f"[pause {1000 + number}ms]")
        return self.building("warm")

    def _edit(self, line: str) -> None:
        assert HEADING in self.text
        self.script.write_text(self.text.replace(HEADING, f"{HEADING}\n{line}\n", 1), encoding="utf-8")

    def baselines(self) -> list[Row]:
        """The other programs; none where what they need is missing."""
        missing = [name for name in ("ffmpeg", "espeak-ng") if shutil.which(name) is None]
        if missing:
            click.echo(f"{' and '.join(missing)} not installed: the baselines are left out", err=True)
            return []
        timeline = self.folder / "warm" / "out" / "knee-and-elbow.timeline.json"
        cues = self.folder / "cues.json"
        cues.write_text(json.dumps(parts(edition_from_json(timeline.read_text(encoding="utf-8")))))
        out = str(self.folder / "baseline.mp3")
        return [
            Row("(e) plain pyttsx3 + pydub", lambda _: (sys.executable, BASELINES, "plain", str(cues), out)),
            Row("(f) espeak-ng SSML + ffmpeg", lambda _: (sys.executable, BASELINES, "ssml", str(cues), out)),
        ]


def parts(edition: Edition) -> dict[str, object]:
    """What the baselines are to say, in the same voice and setting: text, and silence after it in ms."""
    spoken: list[tuple[str, int]] = []
    for event in edition.timeline.events:
        if isinstance(event, Sound) and event.text:
            spoken.append((event.text, 0))
        elif spoken:
            text, silence = spoken[-1]
            spoken[-1] = (text, silence + event.length // MILLISECOND)
    speaker = open_espeak(1)
    voice = speaker.voice(edition.header.voice, edition.header.language)
    rate = setting_for(speaker.calibration(voice), edition.header.rate or 118)
    return {"voice": voice.name, "rate": rate, "quality": QUALITY, "parts": spoken}

"""What one would use instead of this project: the two programs that the bench times beside it.

    python baselines.py plain CUES.json OUT.mp3    pyttsx3, pydub's `+=`, export through ffmpeg
    python baselines.py ssml CUES.json OUT.mp3     one espeak-ng over SSML, piped into ffmpeg

CUES.json is `{"voice": …, "rate": …, "quality": …, "parts": [["text", silence in ms], …]}`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape


def plain(lesson: dict[str, Any], target: str) -> None:
    """The script that a programmer would write in an afternoon."""
    import pyttsx3
    from pydub import AudioSegment
    from pyttsx3.drivers import _espeak

    engine = pyttsx3.init("espeak")
    engine.setProperty("voice", lesson["voice"])
    engine.setProperty("rate", lesson["rate"])
    engine.runAndWait()
    whole = AudioSegment.silent(500)
    with tempfile.TemporaryDirectory() as folder:
        for number, (text, silence) in enumerate(lesson["parts"]):
            path = Path(folder, f"{number}.wav")
            engine.save_to_file(text, str(path))
            engine.runAndWait()
            _espeak.Synchronize()
            whole += AudioSegment.from_wav(path)
            whole += AudioSegment.silent(silence)
    whole.export(
        target,
        format="mp3",
        bitrate="64k",
        parameters=["-ar", "48000", "-ac", "1", "-compression_level", str(lesson["quality"])],
    )


def ssml(lesson: dict[str, Any], target: str) -> None:
    """One synthesis of everything. Breaks in whole milliseconds: espeak reads `12.5s` as 12 ms."""
    body = "".join(f'{escape(text)}<break time="{silence}ms"/>' for text, silence in lesson["parts"])
    speak = ["espeak-ng", "-m", "--stdin", "--stdout", "-v", lesson["voice"], "-s", str(lesson["rate"])]
    encode = ["ffmpeg", "-v", "error", "-y", "-i", "-", "-ar", "48000", "-ac", "1", "-b:a", "64k"]
    encode += ["-compression_level", str(lesson["quality"]), target]
    with (
        subprocess.Popen(speak, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as speaker,
        subprocess.Popen(encode, stdin=speaker.stdout) as encoder,
    ):
        assert speaker.stdin is not None
        speaker.stdin.write(f"<speak>{body}</speak>".encode())
        speaker.stdin.close()
        if encoder.wait() or speaker.wait():
            sys.exit("espeak-ng or ffmpeg failed")


if __name__ == "__main__":
    {"plain": plain, "ssml": ssml}[sys.argv[1]](json.loads(Path(sys.argv[2]).read_text()), sys.argv[3])

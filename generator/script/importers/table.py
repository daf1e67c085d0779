"""The formats that `lesson import` reads: a new one is one file and one line here."""

from __future__ import annotations

from generator.script.importers import apg, narakeet, pausetext, ssml
from generator.script.importers.pieces import Format

FORMATS = (
    Format("apg", "audio-program-generator: phrase;5", apg.recognise, apg.read, apg.spoken),
    Format("narakeet", "Narakeet scripts: (pause: 5)", narakeet.recognise, narakeet.read, narakeet.spoken),
    Format(
        "pause", "text with [PAUSE:5], or plain text", pausetext.recognise, pausetext.read, pausetext.spoken
    ),
    Format("ssml", 'SSML: <break time="5s"/>', ssml.recognise, ssml.read, ssml.spoken),
)

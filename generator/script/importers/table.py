"""The formats that `lesson import` reads: a new one is one file and one line here."""

from __future__ import annotations

from generator.script.importers import apg, narakeet, pausetext, ssml
from generator.script.importers.pieces import Format

FORMATS = (
    Format("apg", "audio-program-generator: phrase;5", apg.recognise_apg, apg.read_apg, apg.spoken_of_apg),
    Format(
        "narakeet",
        "Narakeet scripts: (pause: 5)",
        narakeet.recognise_narakeet,
        narakeet.read_narakeet,
        narakeet.spoken_of_narakeet,
    ),
    Format(
        "pause",
        "text with [PAUSE:5], or plain text",
        pausetext.recognise_pausetext,
        pausetext.read_pausetext,
        pausetext.spoken_of_pausetext,
    ),
    Format("ssml", 'SSML: <break time="5s"/>', ssml.recognise_ssml, ssml.read_ssml, ssml.spoken_of_ssml),
)

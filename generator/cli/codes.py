"""What every diagnostic code means, wherever it comes from: what `lesson check --explain` tells."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

BUILD: Final = MappingProxyType(
    {
        "E065": "the elastic pauses cannot make the lesson as long as its header says",
        "W065": "a draft is not as long as its header says",
        "E070": "a voice is unknown, cannot do what is asked of it, or did not say a cue",
        "W070": "a lesson is softer or louder than its header asks",
        "W071": "a voice cannot do what the header asks of it, such as another pitch",
        "E071": "the chime's sound file cannot be used",
        "E072": "the cover's picture cannot be used",
        "W072": "the cover was fitted, or could not show everything",
        "W073": "the report on the last build cannot be read",
        "W074": "a lesson has taken the place of one whose script has the same name",
        "W075": "a file beside the lesson is of an earlier version of it",
        "E076": "a voice cannot say the sounds that are written under say:",
        "E077": "a voice would leave out a part of a cue, or say it wrongly",
        "E078": "a recording, or the sheet that lists them, cannot be used",
        "E079": "a cue has no recording, and only recordings are wanted",
        "W082": "a cue was edited after it was recorded, and a voice speaks it now",
        "W083": "a recording is clipped, noisy, very soft, or has a hum in it",
        "W084": "a recording is far too short or too long for its text",
        "W078": "how fast a voice speaks is only estimated in this language",
        "W079": "a sign among the words has no sound of its own: a voice would name it, or drop it",
        "W080": "words are in another language than the voice that reads them",
        "W081": "a voice cannot say sounds that a lexicon gives",
        "W076": "the natural voice is not installed on this machine, and another one speaks",
        "E080": "a file, folder or program on this machine does not do its part",
        "E082": "a file that this program has not made, or that was changed since, would be overwritten",
        "E081": "nothing is heard at the place that was asked for",
        "I000": "a file cannot be imported",
        "I001": "something could not be carried over by an import, or only with a decision",
    }
)
"""Codes of the stages after a script is read. Those of the language, site and practice stand there."""


def meaning(code: str) -> str:
    """What a code means, in one line or more.

    Raises:
        KeyError: there is no such code.
    """
    from generator.practice.judge import explain
    from generator.script.codes import CODES as LANGUAGE
    from generator.site.codes import CODES as SITE

    code = code.upper()
    for table in (LANGUAGE, BUILD, SITE):
        if code in table:
            return f"{code}: {table[code]}"
    return explain(code)

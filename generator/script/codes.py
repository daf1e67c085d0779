"""Every code that a script's diagnostics can carry, with what it means in one line.

Codes are stable: a retired one is never given to another problem. `P…` codes live in `practice`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

CODES: Final = MappingProxyType(
    {
        "E001": "square brackets hold something that is no marker",
        "E002": "a length cannot be read",
        "E003": "a length has an unknown unit",
        "E004": "a length is finer than a millisecond",
        "E005": "an elastic range is upside down",
        "E006": "a marker lacks its length, number or name",
        "E007": "a number is outside its limits",
        "E010": "a square bracket stands alone",
        "E011": "`<` stands before a letter, as in SSML",
        "E012": "a marker is written in other brackets than square ones",
        "E013": "a comment begins in the middle of a line",
        "E014": "a web address would be read aloud",
        "E015": "a backslash stands before a character that needs none",
        "E016": "a cue has neither letter nor digit",
        "E017": "a control character stands in the text",
        "E018": "a heading is not written as `# Title`",
        "E019": "signs of Markdown stand among the words",
        "E020": "a marker that must stand alone on its line does not",
        "E021": "a block is never ended",
        "E022": "a block is ended that was not begun",
        "E024": "blocks, includes or mirrors are nested too deep",
        "E025": "the lesson grows over a limit",
        "E026": "`only` names a length that the header does not have",
        "E027": "an `only` with a heading does not begin with one, or is not followed by one",
        "E028": "`only` stands inside `repeat`",
        "E030": "an included file cannot be found",
        "E031": "a file outside the script's folder is named",
        "E032": "files include each other in a circle",
        "E033": "an included file has a header",
        "E034": "an included file has headings, and no heading follows it",
        "E040": "the header is not closed, or not the first thing in the file",
        "E041": "a line of the header cannot be read",
        "E042": "the header has an unknown key",
        "E043": "the header has a key twice",
        "E044": "a value in the header is not of its key's kind",
        "E045": "a text in the header needs quotes",
        "E046": "the header uses a YAML anchor, alias or tag",
        "E050": "`mirror` names a section that is not there",
        "E051": "a section mirrors itself",
        "E052": "`mirror` names a title that several sections have",
        "E060": "the script is empty",
        "E061": "the script has nothing to say",
        "E062": "a section is empty",
        "E063": "a length is asked for that the header does not have",
        "E090": "the file is not UTF-8",
        "E091": "the file is not plain text",
        "E092": "the file holds NUL bytes",
        "E093": "the file is too large",
        "E094": "the file cannot be read",
        "E099": "there are more problems than are shown",
        "W001": "an emoji is read aloud by its name, or not at all",
        "W002": "an abbreviated unit after a number may be read letter by letter",
        "W003": "a mirrored section uses left or right in another sense than a side",
        "W004": "words in capitals may be read letter by letter",
        "W005": "an `// ok` comment silences nothing",
        "W006": "a mirror exchanges nothing",
        "W007": "a cue begins with a punctuation mark",
        "W008": "a number after a semicolon looks like another tool's pause",
        "W010": "a pause is written as a sentence, which is read aloud",
        "W009": "the number of a point in a list would be read aloud",
    }
)

"""The script that `lesson new` begins with: short, explained by comments, ready to build."""

from __future__ import annotations

import json

_TEXT = """\
---
title: {title}
language: en
# Words a minute, as measured in the finished speech.
rate: 118
# Take the # away from the next line, and the pauses below that name a range make the lesson
# exactly that long.
# length: 3:30
---

// A line like this one is a note to yourself. It is never spoken.

// A heading begins a section, and becomes a chapter of the MP3. It is not spoken.
# Arriving

Lie on your back, in whatever way is easy today. [pause 8s]

Which parts of you touch the floor? [pause 8-15s]

// The text between two pauses is one cue, spoken in one breath. Blank lines part cues as well.
# The right arm

Let the right arm drift a little away from your side, and back again.

// Six movements of eight seconds each: a pause that everyone who reads the script understands.
[move 6 x 8s]

Leave it. Does one arm feel longer now? [rest 15-30s]

// The same section with left and right exchanged.
# The left arm

[mirror: The right arm]

# Getting up

Roll to one side, and wait there. [pause 3 breaths]
Then sit up, slowly.
"""


def starter(name: str) -> str:
    """A first script.

    Args:
        name: of its file; the title is made of it.
    """
    title = name.replace("-", " ").replace("_", " ").strip().capitalize() or "A first lesson"
    quoted = title if title.replace(" ", "").isalpha() else json.dumps(title, ensure_ascii=False)
    return _TEXT.format(title=quoted)

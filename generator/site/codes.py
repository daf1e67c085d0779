"""Every code that a site's diagnostics can carry beside those of scripts, with what it means in one line."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

CODES: Final = MappingProxyType(
    {
        "E101": "site.yaml names a lesson that has no script",
        "E102": "a lesson's name cannot be its page's address, or two lessons share one",
        "E103": "a lesson is not built yet",
        "E104": "what was built of a lesson does not belong together",
        "E105": "a page's text has words outside its parts",
        "E106": "a page's text has an unknown part",
        "E107": "a page's text has a part twice",
        "E108": "a page's text has a link that leads where none may lead",
        "W101": "a lesson has no page text",
        "W102": "a page's text lacks a part",
        "W103": "an MP3 is older than its script",
        "W104": "a file is left out because it was not built with the others",
        "W105": "two lessons have the same title",
        "W106": "the site has no address, or only an example",
        "W107": "a page's text says that nobody has reviewed the lesson, and site.yaml names who has",
        "W108": "a page's text has a picture, which is not shown",
        "W109": "a page's text has a link to a file that the site does not have",
    }
)

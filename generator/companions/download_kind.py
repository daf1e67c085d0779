"""What a file that a lesson's page offers is. Apart from the page, so that an edit imports nothing of it."""

from __future__ import annotations

from enum import StrEnum


class DownloadKind(StrEnum):
    """What a file beside the page is."""

    STANDARD = "standard"
    """The recording that the page plays. "My pace" is made from it."""
    SMALL = "small"
    """The same recording in the small profile: "my pace" can be made from it as well."""
    LENGTH = "length"
    """Another length of the lesson."""
    TRANSCRIPT = "transcript"
    CAPTIONS = "captions"
    COVER = "cover"
    """A picture for the lock screen and for links that are passed on; not offered as a download."""

"""What must follow what: rules on the whole script, after its files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.core.errors import Span
from generator.script.lesson import Heading, Include, Mirror, Node, Only, ParagraphEnd, Repeat, Words
from generator.script.mirror import Sides
from generator.script.problems import Problems, did_you_mean, quoted
from generator.script.warn import warn_mirrored

_MOST_LOOKED_AT = 200_000
"""Nodes: the mirrors' warnings look no further."""


def title_key(title: str) -> str:
    """Titles are the same whatever their blanks and capitals."""
    return " ".join(title.split()).casefold()


def check_structure(body: tuple[Node, ...], problems: Problems) -> None:
    """Report `only` in `repeat`, and blocks with headings that no heading follows."""
    _Structure(problems).begins_section(body, followed=True, in_repeat=False)


class _Structure:
    """Walks from the end, so that what follows is known. Each body is walked once a situation."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._reported: set[tuple[str, str, int]] = set()
        self._known: dict[tuple[int, bool, bool], bool] = {}
        self._headings: dict[int, bool] = {}

    def begins_section(self, body: tuple[Node, ...], *, followed: bool, in_repeat: bool) -> bool:
        """Whether a heading, or the end of the script, comes first in `body` and in what follows it."""
        situation = (id(body), followed, in_repeat)
        if situation not in self._known:
            for node in reversed(body):
                followed = self._before(node, followed=followed, in_repeat=in_repeat)
            self._known[situation] = followed
        return self._known[situation]

    def _before(self, node: Node, *, followed: bool, in_repeat: bool) -> bool:
        if isinstance(node, ParagraphEnd):
            return followed
        if isinstance(node, Heading):
            return True
        if isinstance(node, Include):
            if self.has_heading(node.body) and not followed:
                hint = "write # Title on the next line"
                self._report("E034", node.span, "what is included has headings: one must follow here", hint)
            return self.begins_section(node.body, followed=followed, in_repeat=in_repeat)
        if isinstance(node, Repeat):
            again = self.begins_section(node.body, followed=followed, in_repeat=True)
            self.begins_section(node.body, followed=followed and again, in_repeat=True)
            return again
        if isinstance(node, Only):
            return self._before_only(node, followed=followed, in_repeat=in_repeat)
        return False

    def _before_only(self, node: Only, *, followed: bool, in_repeat: bool) -> bool:
        if in_repeat:
            hint = "put the repeat into the only block instead"
            self._report("E028", node.span, "only cannot stand inside repeat", hint)
        begins = self.begins_section(node.body, followed=followed, in_repeat=in_repeat)
        if self.has_heading(node.body):
            if not begins:
                hint = "move its first heading up, right behind [only …]"
                self._report("E027", node.span, "an only with a heading in it must begin with one", hint)
            if not followed:
                hint = "write # Title behind [end only]"
                self._report("E027", node.span, "an only with a heading in it must be followed by one", hint)
        return begins and followed

    def has_heading(self, body: tuple[Node, ...]) -> bool:
        """Whether any section begins in `body`."""
        if id(body) not in self._headings:
            self._headings[id(body)] = any(
                isinstance(node, Heading)
                or (isinstance(node, Include | Repeat | Only) and self.has_heading(node.body))
                for node in body
            )
        return self._headings[id(body)]

    def _report(self, code: str, span: Span, message: str, hint: str) -> None:
        place = (code + message, span.path, span.line)
        if place not in self._reported:
            self._reported.add(place)
            self._problems.error(code, span, message, hint)


def check_mirrors(body: tuple[Node, ...], problems: Problems) -> None:
    """Report mirrors of titles that no section has at any length; `expand` judges the rest."""
    walk = _Mirrored()
    walk.collect_mirrors(body)
    if walk.missing:
        return
    for mirror in walk.all_mirrors:
        if title_key(mirror.title) not in walk.titles:
            hint = did_you_mean(
                mirror.title, walk.titles.values(), "write a section's title as it stands behind its #"
            )
            problems.error("E050", mirror.span, f"there is no section {quoted(mirror.title)}", hint)


def warn_of_mirrors(
    body: tuple[Node, ...],
    sides: Sides,
    other_senses: Mapping[int, list[tuple[str, Span]]],
    problems: Problems,
) -> None:
    """Warn of words that a mirror wrongly exchanges, and of mirrors that exchange nothing.

    `other_senses`, by the identity of a cue, are the phrases in it that a mirror would wrongly turn around.
    """
    walk = _Mirrored()
    walk.collect_mirrors(body)
    if not walk.mirrors:
        return
    walk.collect_words(body, "")
    seen: set[int] = set()
    for key, mirror in walk.mirrors.items():
        words = walk.words.get(key, [])
        for cue in words:
            for phrase, span in () if id(cue) in seen else other_senses.get(id(cue), ()):
                warn_mirrored(phrase, span, problems)
            seen.add(id(cue))
        if words and key not in walk.nested and not any(sides.has_any(cue.text) for cue in words):
            hint = "name the words to exchange in the header's `mirror:`"
            problems.warn("W006", mirror.span, "this mirror exchanges no word", hint)


class _Mirrored:
    """Collects the mirrored titles, and the words under them. No body is walked twice to the same end."""

    def __init__(self) -> None:
        self.mirrors: dict[str, Mirror] = {}
        self.all_mirrors: list[Mirror] = []
        self.titles: dict[str, str] = {}
        self.missing = False
        """Whether an included file brought nothing: its sections may be those that are missed."""
        self.words: dict[str, list[Words]] = {}
        self.nested: set[str] = set()
        """Titles of sections that themselves mirror."""
        self._seen: set[int] = set()
        self._walked: dict[tuple[int, str], str] = {}
        self._left = _MOST_LOOKED_AT

    def collect_mirrors(self, body: Iterable[Node]) -> None:
        for node in body:
            if isinstance(node, Mirror):
                self.mirrors.setdefault(title_key(node.title), node)
                self.all_mirrors.append(node)
            elif isinstance(node, Heading):
                self.titles.setdefault(title_key(node.title), node.title)
            elif isinstance(node, Include | Repeat | Only) and id(node.body) not in self._seen:
                self.missing |= isinstance(node, Include) and not node.body
                self._seen.add(id(node.body))
                self.collect_mirrors(node.body)

    def collect_words(self, body: tuple[Node, ...], title: str) -> str:
        """Walk `body`, which begins under `title`; returns the title that it ends under."""
        begin = (id(body), title)
        if begin in self._walked:
            return self._walked[begin]
        for node in body:
            self._left -= 1
            if self._left < 0:
                break
            if isinstance(node, Heading):
                title = title_key(node.title)
            elif isinstance(node, Words) and title in self.mirrors:
                self.words.setdefault(title, []).append(node)
            elif isinstance(node, Mirror):
                self.nested.add(title)
            elif isinstance(node, Include | Repeat | Only):
                title = self.collect_words(node.body, title)
        self._walked[begin] = title
        return title

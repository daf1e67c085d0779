"""What a length leaves out: every word that is in the script and not in this lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.script.lesson import Heading, Mirror, Node, Only, Script, Words


def omitted(script: Script, length: int | None) -> tuple[Words | Heading | Mirror, ...]:
    """The words, headings and mirrors of every `only` block that is not for `length`, in order."""
    return tuple(_inside(script.body, length))


def _inside(body: Sequence[Node], length: int | None) -> Iterator[Words | Heading | Mirror]:
    for node in body:
        if isinstance(node, Only) and length not in node.lengths:
            yield from _all(node.body)
        else:
            yield from _inside(getattr(node, "body", ()), length)


def _all(body: Sequence[Node]) -> Iterator[Words | Heading | Mirror]:
    for node in body:
        if isinstance(node, Words | Heading | Mirror):
            yield node
        yield from _all(getattr(node, "body", ()))

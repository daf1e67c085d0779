from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.script.scan import TokenKind, scan
from generator.script.source import normalise, split

lines = st.text(st.sampled_from("[]\\#/- ab\n\t\r:<"), max_size=80)


@given(st.one_of(st.text(), lines))
def test_the_tokens_joined_are_the_text(text: str) -> None:
    """`fmt` rests on this: nothing of a script can be lost between the tokens."""
    assert "".join(token.raw for token in scan(split(text, "x").lines)) == normalise(text)


@given(st.one_of(st.text(), lines))
def test_every_token_stands_where_it_says(text: str) -> None:
    source = split(text, "x")
    for token in scan(source.lines):
        line = source.lines[token.line - 1] + "\n"
        first = token.raw.split("\n")[0] if token.kind is TokenKind.MARKER else token.raw
        assert line[token.column - 1 :].startswith(first)


def test_a_wrapped_marker_is_one_token() -> None:
    tokens = list(scan(split("Rest [pause\n10s] now", "x").lines))
    assert [token.kind for token in tokens] == [TokenKind.TEXT, TokenKind.MARKER, TokenKind.TEXT]
    assert tokens[1].raw == "[pause\n10s]"

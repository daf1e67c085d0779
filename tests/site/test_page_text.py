"""A page's text: cut into its parts without losing a word, and safe as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ScriptError
from generator.site.page_text import PARTS, parse_page_text, read_page_text, to_html

WHOLE = "\n".join(f"## {title}\n\nWords of {name}.\n" for name, title in PARTS.items())


class Reader(HTMLParser):
    """The elements of a text, and the addresses of its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not any(name.startswith("on") for name, _ in attrs)


def codes(text: str) -> list[tuple[str, int]]:
    try:
        found = parse_page_text(text, "scripts/x.md").warnings
    except ScriptError as error:
        found = error.diagnostics
    return [(each.code, each.span.line) for each in found if each.span]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "scripts").glob("*.txt")), ids=lambda each: each.stem
)
def test_shipped_pages_lack_nothing(path: Path) -> None:
    """Each says that nobody has reviewed it yet, names emergency signs and asks for great attention."""
    written = read_page_text(path.with_suffix(".md"))
    assert written.warnings == ()
    assert "not been reviewed" in written.parts["ask_first"]
    assert "emergency number" in written.parts["ask_first"]
    assert "attention" in written.parts["how_to_practise"]


def test_whole_text_has_every_part() -> None:
    written = parse_page_text(WHOLE, "x.md")
    assert written.warnings == ()
    assert to_html(written.parts).ask_first == "<p>Words of ask_first.</p>"


def test_a_missing_file_is_a_warning_that_shows_the_parts(tmp_path: Path) -> None:
    written = read_page_text(tmp_path / "x.md")
    (warning,) = written.warnings
    assert warning.code == "W101"
    assert all(f"## {title}" in warning.hint for title in PARTS.values())


def test_problems_are_told_at_their_lines() -> None:
    text = "Hello.\n\n## About\n\nx\n\n## Whatto expect\n\ny\n\n# Afterwards\n\n## about\n\n## Ask first\n"
    assert codes(text) == [
        ("E105", 1),
        ("W102", 1),
        ("W102", 1),
        ("E106", 7),
        ("E106", 11),
        ("W102", 11),
        ("E107", 13),
        ("W102", 15),
    ]


def test_a_misspelt_part_is_told_with_the_right_one() -> None:
    with pytest.raises(ScriptError) as caught:
        parse_page_text("## How to practice\n\nx", "x.md")
    assert 'did you mean "How to practise"?' in [each.hint for each in caught.value.diagnostics]


def test_titles_in_code_begin_no_part() -> None:
    text = WHOLE.replace(
        "Words of about.", "~~~\n## Not a part\n~~~\n\n    ## nor this\n\n### A title within"
    )
    html = to_html(parse_page_text(text, "x.md").parts).about
    assert "## Not a part" in html
    assert "<h3>A title within</h3>" in html


def test_headings_inside_a_part_begin_at_h3() -> None:
    html = to_html({"about": "Underlined\n---\n\nTwice\n===\n"}).about
    assert Reader(html).elements == ["h3", "h3"]


def test_tags_are_words_and_links_to_scripts_are_none() -> None:
    text = (
        '<script>alert(1)</script> <b onclick="x">b</b> <javascript:x> '
        "[a](javascript:alert(1)) [b](vbscript:x) [c](data:text/html,x)"
    )
    read = Reader(to_html({"about": text}).about)
    assert read.elements == ["p"]
    assert read.links == []


def test_a_links_address_may_stand_under_another_part() -> None:
    html = to_html({"about": "See [this].", "afterwards": "[this]: ../x/index.html"})
    assert Reader(html.about).links == ["../x/index.html"]


def test_pictures_are_warned_of_and_never_loaded() -> None:
    text = WHOLE.replace("Words of about.", "![me](https://elsewhere.example/me.jpg)")
    assert codes(text) == [("W108", 3)]
    assert "img" not in Reader(to_html(parse_page_text(text, "x.md").parts).about).elements


@pytest.mark.parametrize("data", [b"{\\rtf1", b"PK\x03\x04", b"## About\n\xff", b"x" * 300_000])
def test_files_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.md").write_bytes(data)
    with pytest.raises(ScriptError):
        read_page_text(tmp_path / "x.md")


ALLOWED = {
    "p",
    "em",
    "strong",
    "a",
    "ul",
    "ol",
    "li",
    "code",
    "pre",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "br",
    "blockquote",
}
ALLOWED |= {"table", "thead", "tbody", "tr", "th", "td"}


@given(st.text(alphabet=st.sampled_from("#*_[]()<>!`~-=|&\"'\\: \nabc/."), max_size=80))
def test_any_part_becomes_safe_html(text: str) -> None:
    read = Reader(to_html({"about": text}).about)
    assert set(read.elements) <= ALLOWED
    assert not any(link.lower().startswith(("javascript:", "data:", "vbscript:")) for link in read.links)


@given(
    st.lists(
        st.sampled_from(
            [*(f"## {title}" for title in PARTS.values()), "words", "", "### within", "~~~", "# x"]
        )
    )
)
def test_no_word_is_lost(lines: list[str]) -> None:
    """Every line stands in a part, is a part's title, or is told of."""
    text = "\n".join(lines)
    if not all(code.startswith("W") for code, _ in codes(text)):
        return
    kept = "\n".join(parse_page_text(text, "x.md").parts.values()).split("\n")
    assert kept.count("words") == lines.count("words")
    assert kept.count("### within") == lines.count("### within")

"""Links of page texts lead to the web, to people and within the site; every other is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import ScriptError
from generator.site.page_links import is_allowed
from generator.site.page_text import parse_page_text, to_html
from tests.site.conftest import Lesson

ALLOWED = (
    "https://example.org/a_(b)", "HTTP://example.org", "mailto:a@example.org", "tel:+49123", "#ask-first",
    "../third/index.html", "../index.html", "evil.mp3", "evil.vtt", "../%C3%BCbung%20zwei/index.html",
)  # fmt: skip
REFUSED = (
    "ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "JavaScript:alert(1)", "blob:x",
    "data:text/html,x", "vbscript:x", "//example.org/a", "/third/index.html", "\\\\host\\share", "C:/a.pdf",
    "../../secret", "x/../../../secret", "%2Fetc", "java&#115;cript:alert(1)", "sms:+4",
)  # fmt: skip


@pytest.mark.parametrize("address", ALLOWED)
def test_what_a_learner_can_follow_is_a_link(address: str) -> None:
    text = f"## About\n\nSee [this]({address}).\n"
    parse_page_text(text, "x.md")
    assert "<a href=" in to_html({"about": text}).about


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize("form", ["See [this]({}).", "See [this](<{}>).", "See [this].\n\n[this]: {}"])
def test_everything_else_is_told_at_its_place_and_is_no_link(address: str, form: str) -> None:
    text = f"## About\n\n{form.format(address)}\n"
    with pytest.raises(ScriptError) as caught:
        parse_page_text(text, "x.md")
    (found,) = (each for each in caught.value.diagnostics if each.code == "E108")
    assert found.span
    assert text.split("\n")[found.span.line - 1][found.span.column - 1 :].startswith(address)
    assert "https://" in found.hint
    assert "../NAME/index.html" in found.hint
    assert "<a " not in to_html({"about": text}).about


def test_an_address_in_angle_brackets_is_looked_at_too() -> None:
    with pytest.raises(ScriptError, match="a link cannot lead to"):
        parse_page_text("## About\n\n<ftp://example.org>\n", "x.md")
    assert "<a " not in to_html({"about": "<ftp://example.org> <javascript:x>"}).about
    assert to_html({"about": "<https://example.org>"}).about.count("<a ") == 1


def test_code_is_no_link() -> None:
    parse_page_text("## About\n\nWrite `[x](ftp://y)`.\n\n~~~\n[x](ftp://y)\n~~~\n", "x.md")


@pytest.mark.parametrize("address", ["javascript%3Aalert(1)", "java\tscript:x", "  javascript:x", "a:b"])
def test_an_address_that_is_nearly_a_script_is_none(address: str) -> None:
    """Of another form than a scheme it leads to a file of the site, whatever it is called."""
    assert "javascript:" not in to_html({"about": f"[x]({address})"}).about.partition('href="')[2]
    assert not is_allowed("a:b")


def test_a_link_to_what_the_site_lacks_is_a_warning_at_its_line(folder: Path, lesson: Lesson) -> None:
    text = (folder / "scripts" / "evil.md").read_text("utf-8")
    added = "[a](../third/index.html) [b](../thrid/index.html#x) [c](a.pdf) [d](../third/) [e](evil.vtt)"
    (folder / "scripts" / "evil.md").write_text(f"{text.rstrip()}\n\n{added}\n", "utf-8")
    told = lesson("site")
    assert told.code == 0
    place = f"scripts/evil.md:{len(text.splitlines()) + 2}:{added.index('../thrid') + 1}"
    assert told.err.count("warning[W109]") == 2
    assert f'{place}: warning[W109]: the site has no "thrid/index.html"' in told.err
    assert 'the site has no "evil/a.pdf", to which this link leads' in told.err

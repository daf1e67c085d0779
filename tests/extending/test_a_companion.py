"""A new file beside the MP3 is one row of `companions.formats`: built, verified, published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import expand, parse
from generator.build.session import BuildSession, Settings
from generator.companions.deviation import Deviation
from generator.companions.formats import COMPANIONS, Companion
from generator.core.cache import Cache
from generator.site.publish import make_site, write_site
from generator.timeline.edition import Edition
from generator.verify.findings import Grade
from generator.verify.verify_mp3 import verify_mp3


def write_words(edition: Edition) -> str:
    return "".join(f"{sound.text}\n" for sound in edition.timeline.sounds)


def read_words(text: str, edition: Edition, name: str) -> Iterator[Deviation]:
    for line, sound in zip(text.splitlines(), edition.timeline.sounds, strict=True):
        if line != sound.text:
            yield Deviation(f"{name} has “{line}”", sound.span, sound.start)


WORDS = Companion(
    ".words.txt", "text/plain", write_words, read_words, "words", published=True, label="Only the words"
)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lesson, built with the new companion beside it."""
    monkeypatch.setitem(COMPANIONS, WORDS.suffix, WORDS)
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "a.txt").write_text("# Lying\nLie down. [pause 2s]\nLet it go. [rest 9s]\n")
    (scripts / "a.md").write_text("## About\n\nA short one.\n\n## Ask first\n\nYour doctor.\n")
    with BuildSession(Settings(output=tmp_path / "output"), Cache(tmp_path / "cache")) as session:
        session.build(expand(parse(scripts / "a.txt")))
    return tmp_path


def test_a_build_writes_it(built: Path) -> None:
    assert (built / "output/a.words.txt").read_text() == "Lie down.\nLet it go.\n"


def test_verify_reads_it_back(built: Path) -> None:
    assert verify_mp3(built / "output/a.mp3").wrong == ()
    (built / "output/a.words.txt").write_text("Lie down.\nLet it be.\n")
    (wrong,) = verify_mp3(built / "output/a.mp3").wrong
    told = "a.words.txt has “Let it be.”; its line 2 is “Let it be.”, and should be “Let it go.”"
    assert (wrong.check, wrong.message) == ("words", told)
    assert wrong.place.endswith("a.txt:3")


def test_the_site_publishes_it_and_its_page_offers_it(built: Path) -> None:
    cache = Cache(built / "cache")
    site = make_site(built / "scripts", built / "output", cache)
    write_site(site, built / "site", cache)
    assert (built / "site/a/a.words.txt").exists()
    page = (built / "site/a/index.html").read_text()
    assert re.search(r'href="a\.words\.txt"[^>]*>.{0,80}?Only the words', page, re.DOTALL)


@pytest.mark.parametrize(
    ("suffix", "old", "new", "told"),
    [
        (".transcript.txt", "Let it go.", "Let it be.", "Let it go."),
        (".transcript.txt", "0:01  Lie", "0:09  Lie", "stands at 0:09"),
        (".transcript.txt", "go.", "go. And on.", ""),
        (".labels.txt", "Let it go.", "Let it be.", "Let it go."),
        (".labels.txt", "Let it go. (a.txt:3)", "Let it go. (a.txt:4)", "Let it go. a.txt:3"),
        (".labels.txt", "0.000000\t0.000000", "0.000000\t0.200000", "200 ms"),
        (".labels.txt", "\tLet it go. (a.txt:3)\n", "\tLet it go. (a.txt:3)\n9.0\t9.5\tmore\n", ""),
        (".chapters.json", "Lying", "Sitting", "Sitting"),
        (".vtt", "Lie down.", "Lie up.", "Lie up."),
    ],
)
def test_verify_tells_a_wrong_word_or_time_in_every_companion(
    built: Path, suffix: str, old: str, new: str, told: str
) -> None:
    path = built / f"output/a{suffix}"
    text = path.read_text()
    assert old in text, text
    path.write_text(text.replace(old, new))
    wrong = verify_mp3(built / "output/a.mp3").wrong
    assert wrong
    assert told in wrong[0].message


@pytest.mark.parametrize("suffix", COMPANIONS)
def test_every_companion_is_verified_and_says_how_it_is_published(suffix: str) -> None:
    """A row that leaves something out fails here."""
    companion = COMPANIONS[suffix]
    assert companion.suffix == suffix
    assert re.fullmatch(r"[a-z]+/[a-z.+-]+", companion.mime)
    assert suffix == ".timeline.json" or (companion.deviations and companion.check)
    assert bool(companion.label) <= companion.published
    assert (companion.transcript_of is not None) <= companion.published


def test_a_good_lesson_has_no_finding_in_any_of_them(built: Path) -> None:
    report = verify_mp3(built / "output/a.mp3")
    checks = {each.check for each in report.findings if each.severity is Grade.FINE}
    assert {"captions", "chapters", "transcript", "labels"} <= checks

"""What the natural voice reads, and how: nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from generator import BuildSession, Settings, expand, parse
from generator.audio.edges import span
from generator.audio.segment import from_recording, to_samples
from generator.core import packages
from generator.core.cache import Cache
from generator.core.clock import seconds
from generator.core.errors import GeneratorError, MachineError
from generator.spoken.expected import word_count
from generator.spoken.phonetic import with_sounds
from generator.voices.calibration import setting_for
from generator.voices.natural.calibrated import HEART
from generator.voices.natural.natural_engine import NaturalEngine
from generator.voices.natural.reading import misread, model_sounds, model_text
from tests.voices.natural.heart import digest, utterance


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Say Привет now.", "Привет"),
        ("Breathe 😀 and rest.", "😀"),
        ("Five − three.", "−"),
        ("日本", "日本"),
        ("Half an inch: ½″ .", "½″"),
        ("Mixed wοrds.", "wοrds."),
    ],
)
def test_what_it_would_leave_out_is_named(text: str, lost: str) -> None:
    (wrong,) = misread(text)
    assert wrong.parts == (lost,)
    assert wrong.told().endswith(f'would leave out "{lost}"')


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "7",
        "1,200",
        "café naïve Łódź Straße",
        "3½ & 50 %",
        "“Quotes” — and … dashes – ‘too’",
        "well‑known",
    ],
)
def test_what_it_reads_is_read(engine: NaturalEngine, text: str) -> None:
    assert not misread(text)
    assert len(engine.render(utterance(text)).samples) > 5_000


def test_markup_in_a_text_is_spoken_and_not_obeyed(engine: NaturalEngine) -> None:
    """hibari would say "pull", and nothing of what stands between the brackets."""
    assert model_text("a [long word](/pˈʊl/) here") == "a (long word)(/pˈʊl/) here"
    assert len(engine.render(utterance("a [very long word](/p/) here")).samples) > 60_000


def test_a_long_cue_sounds_as_its_sentences_do(engine: NaturalEngine) -> None:
    sentence = "Let the left knee lean a little to the side, and bring it back. "
    whole = engine.render(utterance(sentence * 48))
    assert len(sentence * 48) > 3000
    once = np.frombuffer(engine.render(utterance(sentence)).samples, "<i2")
    long = np.frombuffer(whole.samples, "<i2")
    assert np.array_equal(once[: len(once) // 2], long[: len(once) // 2])
    assert len(long) > 40 * len(once) * 0.75


def test_sentences_breathe(engine: NaturalEngine) -> None:
    """Between two sentences the rest is the one that is wanted, and shorter at a comma."""
    samples = (
        np.frombuffer(engine.render(utterance("Rest now. Bend your knee, and stretch it.")).samples, "<i2")
        / 32768
    )
    blocks = samples[: len(samples) // 120 * 120].reshape(-1, 120)
    heard = np.flatnonzero(np.sqrt((blocks**2).mean(axis=1)) > 10 ** (-50 / 20))
    rests = sorted((np.diff(heard) - 1) * 0.005, reverse=True)
    assert 0.4 <= rests[0] <= 0.51
    assert 0.3 <= rests[1] < rests[0]


@pytest.mark.parametrize("wanted", [90, 110, 118, 125, 133, 150, 175, 200])
def test_the_rate_holds_within_five_percent(
    engine: NaturalEngine, lesson_cues: list[str], wanted: int
) -> None:
    cues = lesson_cues[::9]
    lasting = 0
    for cue in cues:
        samples = to_samples(from_recording(engine.render(utterance(cue, setting_for(HEART, wanted))), 0.0))
        first, last = span(samples) or (0, 0)
        lasting += last - first
    assert sum(map(word_count, cues)) / seconds(lasting) * 60 == pytest.approx(wanted, rel=0.05)


def test_sounds_are_said(engine: NaturalEngine) -> None:
    plain = engine.render(utterance("The psoas rests."))
    spelled = engine.render(utterance(f"The {with_sounds('psoas', '/ˈsoʊæs/')} rests."))
    assert model_sounds("/ˈsoʊæs/") == "sˈOæs" or model_sounds("/ˈsoʊæs/") == "ˈsOæs"
    assert digest(plain) != digest(spelled)


@pytest.mark.parametrize(("sounds", "told"), [("/ʁøː/", "ʁ"), ("[[s'oUas]]", "between")])
def test_sounds_that_it_has_not_are_told(sounds: str, told: str) -> None:
    (wrong,) = misread(with_sounds("x", sounds))
    assert told in wrong.told() or sounds in wrong.told()


@pytest.fixture
def problems(tmp_path: Path) -> Callable[[str], list[tuple[str, int | None]]]:
    def find(text: str) -> list[tuple[str, int | None]]:
        with BuildSession(Settings(tmp_path / "output"), Cache(tmp_path / "cache")) as session:
            try:
                expanded = expand(parse(text))
                found = session.check_resources(expanded)
                session.requests_by_lesson(expanded)
            except GeneratorError as error:
                found = error.diagnostics
        return [(each.code, each.span.line if each.span else None) for each in found]

    return find


def test_what_a_voice_cannot_read_or_say_is_told_at_its_line(
    problems: Callable[[str], list[tuple[str, int | None]]],
) -> None:
    assert problems("Rest. [pause 1s]\nSay Привет now.\n") == [("E077", 2)]
    say = "---\nsay:\n  knee: nee\n  psoas: {}\nvoice: {}\n---\nThe psoas rests.\n"
    assert problems(say.format('"/ˈsoʊæs/"', "heart")) == []
    assert problems(say.format('"/ˈsoʊæs/"', "espeak")) == []
    assert problems(say.format('"[[s\'oU,as]]"', "espeak")) == []
    assert problems(say.format('"[[s\'oU,as]]"', "heart")) == [("E076", 4)]
    assert problems(say.format('"/ʁøː/"', "heart")) == [("E076", 4)]
    assert problems(say.format('"/ˈsoʊæs/"', "de")) == [("E076", 4)]
    assert problems("---\nvoice: heart\npitch: 70\n---\nRest.\n") == [("W071", 3)]


def test_where_it_is_not_installed_another_voice_speaks_and_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, problems: Callable[[str], list[tuple[str, int | None]]]
) -> None:
    found = packages.version_of

    def without(package: str, distribution: str = "") -> str:
        if package == "onnxruntime":
            raise MachineError('the package "onnxruntime" is not installed', "install this program again")
        return found(package, distribution)

    monkeypatch.setattr("generator.voices.natural.natural_engine.version_of", without)
    assert problems("Rest now.\n") == [("W076", None)]
    assert problems("---\nvoice: espeak\n---\nRest now.\n") == []
    assert problems("---\nvoice: heart\n---\nRest now.\n") == [("E070", 2)]

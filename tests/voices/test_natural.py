"""The natural voice: the same samples however it is asked, nothing left out in silence, nothing told."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from generator import BuildSession, Settings, expand, parse
from generator.audio.edges import span
from generator.audio.recording import Recording
from generator.audio.segment import from_recording, to_samples
from generator.core import packages
from generator.core.cache import LAYOUT, Cache
from generator.core.clock import SAMPLE_RATE, seconds
from generator.core.errors import GeneratorError, MachineError, VoiceError
from generator.script.lesson import Cue
from generator.spoken.expected import word_count
from generator.spoken.phonetic import with_sounds
from generator.voices.calibration import setting_for
from generator.voices.engine import Utterance
from generator.voices.engines import EngineOptions, Engines
from generator.voices.natural.calibrated import HEART
from generator.voices.natural.hibari_voice import HibariVoice, import_hibari
from generator.voices.natural.natural_engine import NaturalEngine, open_natural
from generator.voices.natural.prepared import PreparedVoice
from generator.voices.natural.reading import misread, model_sounds, model_text

CUES = (
    "Lie on your back, with your arms beside you.",
    "Which places touch the floor just now? Rest.",
    "Let the zygomatic arch and the psoas be; 3 times, or 20.",
)
RATE = 118


def utterance(text: str, rate: int = RATE) -> Utterance:
    return Utterance(text, "heart", rate, 50, 1.0)


def digest(recording: Recording) -> str:
    return hashlib.sha256(recording.samples).hexdigest()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("natural")


@pytest.fixture(scope="module")
def engine(cache: Path) -> Iterator[NaturalEngine]:
    opened = open_natural(2, cache)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lesson_cues() -> list[str]:
    """What is spoken in a shipped lesson."""
    (_, lesson), *_ = expand(parse(Path("scripts/knee-and-elbow.txt"))).lessons
    return [item.text for section in lesson.sections for item in section.items if isinstance(item, Cue)]


@pytest.fixture(scope="module")
def expected(engine: NaturalEngine) -> list[str]:
    return [digest(engine.render(utterance(cue))) for cue in CUES]


@pytest.mark.parametrize("way", ["fork", "keep", "once"])
def test_the_same_samples_however_its_process_answers(expected: list[str], cache: Path, way: str) -> None:
    other = NaturalEngine(1, cache, way)
    try:
        backwards = [digest(other.render(utterance(cue))) for cue in reversed(CUES)]
        again = [digest(other.render(utterance(cue))) for cue in CUES]
    finally:
        other.close()
    assert backwards == expected[::-1]
    assert again == expected


def test_the_same_samples_before_and_after_it_was_prepared(expected: list[str], tmp_path: Path) -> None:
    for _ in ("prepared now", "prepared before"):
        fresh = open_natural(1, tmp_path)
        assert [digest(fresh.render(utterance(cue))) for cue in CUES] == expected
        fresh.close()


def test_what_is_prepared_and_damaged_is_made_again(expected: list[str], tmp_path: Path) -> None:
    HibariVoice(Cache(tmp_path), "damage").keep()
    entries = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(entries) == 2
    for path in entries:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    voice = HibariVoice(Cache(tmp_path), "damage")
    steps = np.clip(np.rint(voice.speak(model_text(CUES[0]), RATE) * 32767), -32768, 32767).astype("<i2")
    assert hashlib.sha256(steps.tobytes()).hexdigest() == expected[0]


def test_its_dictionaries_say_what_hibaris_own_say(lesson_cues: list[str], tmp_path: Path) -> None:
    sentences = lesson_cues[::2]
    own = import_hibari().Hibari(threads=1)
    shipped = HibariVoice(Cache(tmp_path), "words")
    shipped.keep()
    packed = HibariVoice(Cache(tmp_path), "words")
    assert len(sentences) > 30
    expected = [own.phonemize(each) for each in sentences]
    assert [packed.phonemes(each) for each in sentences] == expected
    assert [shipped.phonemes(each) for each in sentences] == expected


def test_what_is_prepared_is_kept_while_the_first_cue_is_spoken(tmp_path: Path) -> None:
    with closing(open_natural(1, tmp_path)) as fresh:
        fresh.render(utterance(CUES[0]))
        deadline = time.monotonic() + 60
        while len(list(tmp_path.glob("v*/?/*"))) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert len(list(tmp_path.glob("v*/?/*"))) == 2


@pytest.mark.parametrize("how", ["missing", "damaged", "of another version"])
def test_a_model_that_is_not_the_one_is_told(tmp_path: Path, how: str) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(Path(import_hibari().__file__).with_name("assets"), assets)
    model = assets / "hibari.onnx"
    if how == "missing":
        model.unlink()
    else:
        data = model.read_bytes()
        model.write_bytes(data[:-9] if how == "damaged" else data + b"\0")
    with pytest.raises(VoiceError, match="the voice's model"):
        PreparedVoice(Cache(tmp_path / "cache"), assets, "x").session()


def test_nobody_is_told_that_it_is_used(tmp_path: Path) -> None:
    """onnxruntime would number this machine and send home what is done with it."""
    home = tmp_path / "home"
    home.mkdir()
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"HOME": str(home), "TMPDIR": str(tmp_path), "LESSON_CACHE": str(tmp_path / "cache")}
    script = tmp_path / "a.txt"
    script.write_text("Rest now.", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "build", str(script), "-o", str(tmp_path / "output")]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert not list(home.rglob("*"))
    assert {path.name for path in tmp_path.iterdir()} == {"home", "cache", "output", "a.txt"}


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


@pytest.mark.parametrize(
    ("name", "language", "is_found"),
    [
        ("", "en", "heart"), ("", "en-gb", "heart"), ("female", "en", "heart"), ("Heart", "de", "heart"),
        ("male", "en", "en-us"), ("espeak:female", "en", "en-us+Annie"), ("female", "de", "de+steph"),
        ("en-us", "en", "en-us"), ("espeak", "en", "en-us"),
    ],
)  # fmt: skip
def test_a_voice_is_found_by_name_and_by_gender(name: str, language: str, is_found: str) -> None:
    engines = Engines(EngineOptions(1))
    voice = engines.voice(name, language)
    engines.close()
    assert voice.name.startswith(is_found)
    if name.endswith("male"):
        assert voice.gender == name.rpartition(":")[2]


def test_what_an_ended_process_had_begun_to_keep_goes_when_the_voice_is_closed(tmp_path: Path) -> None:
    engine = open_natural(1, tmp_path)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    begun = tmp_path / LAYOUT / "unfinished" / f".model.{gone.pid}-1.unfinished"
    begun.parent.mkdir(parents=True)
    begun.touch()
    engine.close()
    assert not begun.exists()


def test_a_pause_edited_imports_nothing_of_it() -> None:
    program = (
        "from generator.voices.engines import Engines, EngineOptions\n"
        "engines = Engines(EngineOptions(2))\n"
        "voice = engines.voice('', 'en')\n"
        "engine = engines.of(voice)\n"
        "engine.setting(voice, 118), engine.loudness(voice, 50), engine.identity\n"
        "import sys\n"
        "print(*sorted({'numpy', 'onnxruntime', 'hibari', 'subprocess', 'socket'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_seconds_of_its_sound_are_at_its_own_rate(engine: NaturalEngine) -> None:
    recording = engine.render(utterance(CUES[0]))
    assert recording.rate * 2 == SAMPLE_RATE

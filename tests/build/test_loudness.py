"""Every lesson of thirty seconds of speech is as loud as it should be, or the build says how loud it is."""

from __future__ import annotations

from pathlib import Path

import pyloudnorm
import pytest
import soundfile

from generator import BuildSession, BuiltEdition, Settings, expand, parse
from generator.audio.level import true_peak
from generator.core.cache import Cache

CUES = {
    "de": "Beuge langsam das linke Knie.|Spüre deinen Atem, ohne etwas daran zu ändern.|Und lass alles los.",
    "es": "Dobla despacio la rodilla.|Siente cómo respiras, sin cambiar nada.|Y deja todo.",
    "pt": "Dobra devagar o outro joelho.|Sente como respiras do outro lado, sem mudar nada.|E larga tudo.",
    "it": "Piega piano il ginocchio.|Senti come respiri, senza cambiare niente.|E lascia tutto.",
    "sv": "Böj långsamt knäet och vila en stund.|Känn efter hur du andas, utan att ändra något.",
    "pl": "Powoli zegnij kolano i odpocznij chwilę.|Poczuj, jak oddychasz, niczego nie zmieniając.",
    "hi": "धीरे धीरे अपने घुटने को मोड़ें और आराम करें।|अब अपनी साँस को देखें, और कुछ भी न बदलें।",
    "ru": "Медленно согните колено и отдохните немного.|Почувствуйте своё дыхание, ничего не меняя.",
    "zh": "慢慢弯曲你的膝盖，然后休息一下。|现在感觉你的呼吸，不要改变它。",
    "ja": "みぎてを ゆっくり あげて ください。|いきを かんじながら やすみましょう。",
    "en": "Bend the left knee slowly.|Notice how you breathe, without changing anything.|And let go.",
}

LESSONS = {
    **{language: (f"language: {language}", cues) for language, cues in CUES.items()},
    "low": ("language: en\nvoice: en-us\npitch: 0", CUES["en"]),
    "high": ("language: de\npitch: 90", CUES["de"]),
    "whisper": ("language: en\nvoice: en-us+whisper\npitch: 100", CUES["en"]),
    "another tongue": ("language: en\nvoice: it", CUES["en"]),
    "quick": ("language: en\nvoice: en-us\nrate: 200", CUES["en"]),
    "one word": ("language: en\nvoice: en-us", "Rest."),
    "one natural word": ("language: en", "Rest."),
    "syllables": ("language: en\nvoice: en-us", "la|mi|do"),
}
"""Header, and cues between bars."""


def script(name: str, header: str, cues: str) -> str:
    """As often as it takes for thirty seconds of speech."""
    times = 100 if "word" in name or name == "syllables" else 14
    body = "\n[pause 1.3s]\n\n".join(cues.split("|") * times)
    return f"---\ntitle: {name}\n{header}\n---\n\n{body}\n"


def built(folder: Path, text: str) -> BuiltEdition:
    path = folder / "lesson.txt"
    path.write_text(text, encoding="utf-8")
    with BuildSession(Settings(output=folder / "output"), Cache(folder / "cache")) as session:
        (edition,) = session.build(expand(parse(path)))
    return edition


def heard(edition: BuiltEdition) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) of the MP3."""
    samples, rate = soundfile.read(edition.published.mp3s[0])
    return pyloudnorm.Meter(rate).integrated_loudness(samples), true_peak(samples, rate)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_as_loud_as_it_should_be(tmp_path: Path, name: str) -> None:
    edition = built(tmp_path, script(name, *LESSONS[name]))
    loudness, peak = heard(edition)
    assert loudness == pytest.approx(-19.0, abs=0.5)
    assert peak <= -1.0
    assert "W070" not in {warning.code for warning in edition.warnings}


def test_what_cannot_be_made_so_loud_is_told_with_what_it_will_be(tmp_path: Path) -> None:
    edition = built(tmp_path, script("loud", "language: pt\nloudness: -13", CUES["pt"]))
    (warning,) = (each for each in edition.warnings if each.code == "W070")
    told = float(warning.message.split("the lesson is ")[1].split()[0])
    loudness, peak = heard(edition)
    assert told < -13.5
    assert loudness == pytest.approx(told, abs=0.2)
    assert peak <= -1.0
    louder = built(
        tmp_path, script("loud", f"language: pt\n{warning.hint.partition(',')[0][6:]}", CUES["pt"])
    )
    assert "W070" not in {each.code for each in louder.warnings}


def test_an_edit_leaves_every_other_cue_as_loud_as_it_was(tmp_path: Path) -> None:
    text = script("de", *LESSONS["de"])
    before = built(tmp_path, text).planned.edition
    after = built(tmp_path, text.replace("Und lass alles los.", "Nun lass mehr los.", 1)).planned.edition
    kinds = set(before.clips)
    assert (len(kinds), len(set(after.clips))) == (3, 4)
    assert kinds < set(after.clips)

"""The computer's own voices: what can be tried of them on any computer."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import soundfile

from generator.core.errors import VoiceError
from generator.voices.engines import EngineOptions, Engines
from generator.voices.sound_file import recording
from generator.voices.system.system_engine import DRIVERS, SystemEngine, open_system

MAC = [
    {
        "id": "com.apple.speech.synthesis.voice.Alex",
        "name": "Alex",
        "languages": ["en_US"],
        "gender": "VoiceGenderMale",
    },
    {
        "id": "com.apple.voice.enhanced.en-US.Samantha",
        "name": "Samantha (Enhanced)",
        "languages": ["en_US"],
        "gender": "VoiceGenderFemale",
    },
    {"id": "com.apple.voice.Anna", "name": "Anna", "languages": ["de_DE"], "gender": "VoiceGenderFemale"},
]
WINDOWS = [
    {
        "id": "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\TTS_MS_EN-US_ZIRA_11.0",
        "name": "Microsoft Zira Desktop - English (United States)",
        "languages": ["en-US"],
        "gender": "Female",
    },
    {"id": "TOKEN", "name": "Somebody", "languages": ["Unknown Locale: 9"], "gender": ""},
]


def engine_of(listed: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> SystemEngine:
    engine = SystemEngine("nsss", 1, None)
    assert engine._engine
    monkeypatch.setattr(engine._engine, "about", lambda: {"voices": listed})
    return engine


def test_a_macs_voices_have_names_that_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(MAC, monkeypatch)
    assert [(each.name, each.language, each.gender) for each in engine.voices()] == [
        ("alex", "en-us", "male"), ("samantha-enhanced", "en-us", "female"), ("anna", "de-de", "female"),
    ]  # fmt: skip
    assert engine.voice("Samantha (Enhanced)", "en").engine_name == MAC[1]["id"]
    assert engine.voice("female", "de").name == "anna"
    assert engine.voice("", "en").name == "alex"


def test_windows_voices_too_and_one_of_no_known_language_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(WINDOWS, monkeypatch)
    assert [(each.name, each.gender) for each in engine.voices()] == [("microsoft-zira-desktop", "female")]
    assert engine.voice("microsoft-zira-desktop", "en").engine_name == WINDOWS[0]["id"]
    with pytest.raises(VoiceError, match='there is no voice "hazel"'):
        engine.voice("hazel", "en")


@pytest.mark.parametrize(("kind", "subtype"), [("AIFF", "PCM_16"), ("AIFF", "FLOAT"), ("WAV", "PCM_16")])
@pytest.mark.parametrize("channels", [1, 2])
def test_what_they_write_is_read_whatever_it_is_called(kind: str, subtype: str, channels: int) -> None:
    tone = 0.3 * np.sin(np.arange(22_050) / 20)
    file = io.BytesIO()
    sound = np.repeat(tone[:, None], channels, axis=1)
    soundfile.write(file, sound, 22_050, format=kind, subtype=subtype)
    heard = recording(file.getvalue())
    samples = np.frombuffer(heard.samples, dtype="<i2") / 32_768
    assert heard.rate == 22_050
    assert np.abs(samples - tone).max() < 1e-4


@pytest.mark.skipif(sys.platform in DRIVERS, reason="this computer has voices of its own")
def test_where_there_are_none_nobody_is_asked() -> None:
    engine = open_system(1, None)
    assert list(engine.voices()) == []
    with pytest.raises(VoiceError, match="this computer has no voice"):
        engine.voice("alex", "en")
    engines = Engines(EngineOptions(1))
    with pytest.raises(VoiceError) as raised:
        engines.voice("system:alex", "en")
    assert "on a Mac and on Windows" in raised.value.message
    engines.close()


def test_pyttsx3_lists_and_speaks_through_the_same_door(program: Callable[..., str]) -> None:
    """With its driver of eSpeak NG, which is the one that any computer can have."""
    program("espeak-ng")
    engine = SystemEngine("espeak", 2, None)
    voice = engine.voice("", "en")
    assert engine.paces(voice) is None
    assert engine.setting(voice, 110) < engine.setting(voice, 150)
    slowest, fastest = engine.paces(voice) or (0, 0)
    assert slowest < 110
    assert fastest > 150
    engine.close()

"""The models in the user's folder: `NAME.onnx`, and `NAME.onnx.json`, which describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.core.errors import VoiceError
from generator.core.json_reader import JsonError, JsonObject, read_json
from generator.core.regular_files import read_regular_text
from generator.script.values import is_language

MODEL: Final = ".onnx"
DESCRIPTION: Final = ".onnx.json"
READABLE: Final = ("espeak", "text")
"""How a model may have its words: others would fetch more files."""


@dataclass(frozen=True, slots=True)
class PiperModelFile:
    """One model."""

    name: str
    """As its file is called, without the ending."""
    path: Path
    description: Path
    language: str
    sample_rate: int
    speakers: Mapping[str, int]
    """The number of each speaker's name; none where the model has one speaker."""


def model_files(folder: Path) -> Iterator[PiperModelFile | VoiceError]:
    """Every model in a folder, or what is wrong with it."""
    for description in sorted(folder.glob(f"*{DESCRIPTION}")):
        try:
            yield _described(description)
        except VoiceError as error:
            yield error


def _described(description: Path) -> PiperModelFile:
    name = description.name.removesuffix(DESCRIPTION)
    path = description.with_name(name + MODEL)
    if not path.is_file():
        raise VoiceError(f"{path} is missing", f"{description.name} describes it: put both into the folder")
    try:
        facts = read_json(read_regular_text(description))
        language = _language(facts)
        rate = facts.record("audio").whole("sample_rate", 4_000, 192_000)
        kind = facts.text("phoneme_type") if facts.has("phoneme_type") else READABLE[0]
        speakers = _speakers(facts)
    except (JsonError, OSError) as error:
        raise VoiceError(f"{description} does not describe a voice of Piper: {error}") from error
    if kind not in READABLE:
        raise VoiceError(f"{description.name}: words in the way of “{kind}” cannot be spoken here")
    return PiperModelFile(name, path, description, language, rate, speakers)


def _language(facts: JsonObject) -> str:
    """The tag of its language, such as `de-de`; older descriptions name only eSpeak's voice."""
    code = facts.record("language").text("code") or facts.record("espeak").text("voice")
    tag = code.replace("_", "-").lower()
    if not is_language(tag):
        raise facts.wrong("language", "names no language")
    return tag


def _speakers(facts: JsonObject) -> dict[str, int]:
    if not facts.has("num_speakers") or facts.whole("num_speakers") <= 1:
        return {}
    named = facts.record("speaker_id_map")
    numbers = {name: named.whole(name) for name in named.keys()}  # noqa: SIM118  # it is no mapping
    return numbers or {str(number): number for number in range(facts.whole("num_speakers"))}

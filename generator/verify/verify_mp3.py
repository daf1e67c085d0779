"""Verifying one MP3: everything that was measured of it, held against its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from generator.audio.layer3 import Mp3Error
from generator.companions.formats import COMPANIONS, TIMELINE
from generator.core.clock import duration_text
from generator.core.json_reader import JsonError
from generator.core.regular_files import read_regular_text
from generator.timeline.edition import Edition
from generator.timeline.edition_json import edition_from_json
from generator.verify import container, cover, envelope, level, silence, tags, timing
from generator.verify.findings import Finding, Found, Grade, MeasuredAudio, finding_of, noted, wrong
from generator.verify.lines import with_difference
from generator.verify.listen import NotMp3Error, measure_audio

JSON: Final = "application/json"
"""What is kept so may be laid out otherwise: its reader tells all that counts."""
ENDINGS: Final = (".small", "")
AUDIBLE: Final = frozenset({"onset", "end", "pause", "level", "envelope", "loudness of a cue"})
FEWEST: Final = 3
"""Of so many sounds at least, half have to be somewhere else before it is another lesson's file."""


@dataclass(frozen=True, slots=True)
class Report:
    """The findings about one MP3."""

    path: Path
    edition: Edition | None
    heard: MeasuredAudio | None
    levels: level.Levels | None
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings that are over tolerance."""
        return tuple(each for each in self.findings if each.severity is Grade.WRONG)

    @property
    def worst(self) -> Finding | None:
        """What is most off for its tolerance, the first of several; what is heard comes before all else."""
        measured = [each for each in self.findings if each.share]
        if not self.wrong or any(each.check in AUDIBLE for each in self.wrong):
            measured = [each for each in measured if each.check in AUDIBLE]
        return max(measured, key=lambda each: round(each.share, 1), default=None)


def verify_mp3(path: Path) -> Report:
    """Decode and measure an MP3, and hold it against the timeline and the companions that stand beside it."""
    try:
        heard = measure_audio(path)
        frames = container.read_container(path)
        tag = tags.read_tag(path)
    except (NotMp3Error, Mp3Error) as error:
        return _nothing(path, f"this is not an MP3 file: {error}")
    except OSError as error:
        return _nothing(path, f"it cannot be read: {error.strerror or error}")
    edition, problem = _edition(path)
    levels = level.measure(heard, edition)
    if edition is None or not edition.clips:
        findings = [*problem, *_alone(heard, tag)]
    else:
        found = timing.find_sounds(heard, edition)
        placed = tuple(timing.check_timing(heard, edition, found))
        measured = chain(
            container.check_container(frames, edition),
            placed,
            silence.check_silence(heard, edition, found, placed),
            envelope.check_envelope(heard, edition, found),
            level.check_level(heard, edition, levels),
            tags.check_tags(tag, edition),
            cover.check_cover(tag, path.parent, base_name(path), edition),
            _companions(path, edition),
        )
        findings = [*problem, *measured]
        if not any(each.severity is Grade.WRONG for each in findings):
            findings += container.checksum(frames)
        findings = [*_stranger(heard, edition, found, findings), *findings]
    return Report(path, edition, heard, levels, tuple(findings))


def base_name(path: Path) -> str:
    """What all files of an edition begin with."""
    stem = path.name.removesuffix(".mp3")
    for ending in ENDINGS:
        if stem.endswith(ending) and path.with_name(f"{stem.removesuffix(ending)}{TIMELINE.suffix}").exists():
            return stem.removesuffix(ending)
    return stem.removesuffix(".small")


def _nothing(path: Path, message: str) -> Report:
    return Report(path, None, None, None, (wrong("file", message),))


def _edition(path: Path) -> tuple[Edition | None, list[Finding]]:
    beside = path.with_name(f"{base_name(path)}{TIMELINE.suffix}")
    try:
        edition = edition_from_json(read_regular_text(beside, beside.parent))
    except FileNotFoundError:
        message = (
            f"there is no {beside.name} beside it: whether each cue is where it belongs, and "
            "sounds as it was made, cannot be told; build the lesson again, or copy that file here"
        )
        return None, [wrong("timeline", message)]
    except OSError as error:
        return None, [wrong("timeline", f"{beside.name} cannot be read: {error.strerror}")]
    except JsonError as error:
        return None, [wrong("timeline", f"{beside.name}: {error}; build the lesson again")]
    if not edition.clips:
        return edition, [wrong("timeline", f"{beside.name} is only a plan: nothing in it is voiced")]
    return edition, []


def _alone(heard: MeasuredAudio, tag: tags.Tag | None) -> Iterator[Finding]:
    """What can be told without a timeline."""
    yield noted("length", f"{duration_text(heard.length)} long, in {len(heard.onsets)} stretches of sound")
    yield level.peak(heard, None)
    if heard.complaint:
        yield wrong("length", f"the decoder gave up at {duration_text(heard.length)}: the file is damaged")
    if tag is None:
        yield noted("tags", "there is no ID3 tag")
        return
    title = " ".join(tag.texts.get("TIT2", "").split())
    yield noted("tags", f"its title is “{title}”; it has {len(tag.chapters)} chapters")
    for before, after in zip(tag.chapters, tag.chapters[1:], strict=False):
        if after.start < before.start:
            yield wrong("chapters", f"the chapter “{after.title}” comes before the one that it follows")


def _companions(path: Path, edition: Edition) -> Iterator[Finding]:
    for companion in COMPANIONS.values():
        if companion.deviations is None:
            continue
        file = path.with_name(base_name(path) + companion.suffix)
        try:
            text = read_regular_text(file, file.parent).removeprefix("\ufeff")
        except FileNotFoundError:
            yield noted(companion.check, f"there is no {file.name}")
        except OSError as error:
            yield wrong(companion.check, f"{file.name} cannot be read: {error.strerror}")
        else:
            read = map(finding_of(companion.check), companion.deviations(text, edition, file.name))
            written = text if companion.mime == JSON else companion.write(edition)
            yield from with_difference(read, companion.check, file.name, text, written)


def _stranger(
    heard: MeasuredAudio, edition: Edition, found: Sequence[Found | None], findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Say it first where this is the sound of another lesson altogether."""
    events = [event for event in edition.timeline.sounds if event.end <= heard.length]
    missing = sum(each is None for each in found[: len(events)])
    other, misplaced = (
        missing + sum(each.check == check and each.severity is Grade.WRONG for each in findings)
        for check in ("envelope", "onset")
    )
    if len(events) >= FEWEST and other > len(events) / 2 and misplaced > len(events) / 2:
        text = (
            f"this is not the sound of {edition.name}: {misplaced} of its {len(events)} cues and chimes "
            "are not heard where they should be"
        )
        yield wrong("lesson", text)

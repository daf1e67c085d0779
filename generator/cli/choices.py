"""Options that several commands share, listed once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from generator import Settings
from generator.audio.profile import SMALL, STANDARD
from generator.cli.folders import folder_option
from generator.script.durations import parse_duration

P = ParamSpec("P")
R = TypeVar("R")


class LengthType(click.ParamType[int]):
    """A length as scripts write it: `20:00`, `90s`, `12m30s`."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Convert a written length to samples."""
        if isinstance(value, int):
            return value
        samples = parse_duration(str(value))
        if samples is None:
            self.fail(f'"{value}" is no length; write it as 20:00, 90s or 12m30s', param, ctx)
        return samples


length_option = click.option(
    "--length", type=LengthType(), help="Of the script's lengths only this one, as in 20:00."
)

overwrite_option = click.option(
    "--overwrite", is_flag=True, help="Replace files of those names that lesson has not made, too."
)

PROFILES = {"standard": (STANDARD,), "small": (SMALL,), "both": (STANDARD, SMALL)}


def build_options(function: Callable[..., R]) -> Callable[..., R]:
    """Give a command all options of a build, and pass them on as one `settings`."""

    @folder_option("-o", "--output", default="output", told="Folder for what is built.")
    @click.option(
        "--profile",
        type=click.Choice(list(PROFILES)),
        default="standard",
        show_default=True,
        help="standard: 64 kbit/s; small: 32 kbit/s, in NAME.small.mp3.",
    )
    @click.option("--draft", is_flag=True, help="Build a lesson of the wrong length too, with a warning.")
    @click.option("--wav", is_flag=True, help="Also write the lesson as PCM, in NAME.wav.")
    @click.option("--workers", type=click.IntRange(1, 64), help="How many cues are spoken at once.")
    @click.option("--system-voice", is_flag=True, help="Speak with this machine's own eSpeak NG.")
    @click.option("--recorded-only", is_flag=True, help="Fail where a cue has no recording of your own.")
    @overwrite_option
    @functools.wraps(function)
    def wrapped(
        *args: object,
        output: Path,
        profile: str,
        draft: bool,
        wav: bool,
        workers: int | None,
        system_voice: bool,
        recorded_only: bool,
        overwrite: bool,
        **named: object,
    ) -> R:
        settings = Settings(
            output,
            PROFILES[profile],
            draft,
            wav,
            workers or 0,
            system_voice,
            recorded_only=recorded_only,
            overwrite=overwrite,
        )
        return function(*args, settings=settings, **named)

    return wrapped

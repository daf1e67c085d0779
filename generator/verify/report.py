"""What was found, as text for a person and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from generator.core.clock import SAMPLE_RATE, duration_text
from generator.core.terminal_text import visible
from generator.timeline.timeline import Sound
from generator.verify.findings import Finding, Grade, named, place
from generator.verify.verify_mp3 import Report

SHOWN: Final = 12
"""Findings that a short report names; --verbose shows all."""


def report_text(report: Report, *, verbose: bool = False) -> str:
    """A short verdict, what is wrong, and the worst error; with `verbose` everything that was looked at."""
    return "\n".join(visible(line) for line in _lines(report, verbose=verbose))


def report_facts(report: Report) -> dict[str, object]:
    """All of it, to be printed as JSON. Times are in samples (48 kHz), levels in LUFS and dBTP."""
    heard, levels = report.heard, report.levels
    values: dict[str, object] = {"file": report.path.as_posix(), "good": not report.wrong}
    if heard and levels:
        values |= {
            "length": heard.length,
            "loudness": _finite(levels.integrated),
            "true_peak": _finite(heard.peak),
        }
        for key, cue in (("loudest", _loudest(report)), ("softest", _softest(report))):
            if cue:
                values[key] = {"place": place(cue[0].span), "text": cue[0].text, "loudness": round(cue[1], 2)}
    if report.worst:
        values["worst"] = _finding(report.worst)
    values["findings"] = [_finding(each) for each in report.findings]
    return values


def _lines(report: Report, *, verbose: bool) -> Iterator[str]:
    count = len(report.wrong)
    verdict = "good" if not count else f"{count} {'thing is' if count == 1 else 'things are'} wrong"
    yield f"{report.path}: {verdict}{_summary(report)}"
    shown = report.findings if verbose else [*_firsts(report.wrong), *_notes(report)]
    for each in shown:
        yield "  " + _line(each, verbose=verbose)
    hidden = count - len(_firsts(report.wrong))
    if hidden and not verbose:
        yield f"  and {hidden} more: lesson verify --verbose {report.path}"
    if report.worst:
        yield f"  worst: {_line(report.worst, verbose=True)}"
    for word, cue in (("loudest", _loudest(report)), ("softest", _softest(report))):
        if cue and verbose:
            yield f"  {word}: {place(cue[0].span)}: {named(cue[0])}, {cue[1]:.1f} LUFS"


def _summary(report: Report) -> str:
    if not report.heard or not report.levels:
        return ""
    parts = [duration_text(report.heard.length)]
    if report.edition:
        parts.append(f"{sum(1 for sound in report.edition.timeline.sounds if sound.text)} cues")
    if math.isfinite(report.levels.integrated):
        parts.append(f"{report.levels.integrated:.1f} LUFS")
    if math.isfinite(report.heard.peak):
        parts.append(f"{report.heard.peak:.1f} dBTP")
    return "; " + ", ".join(parts).replace("-", "−")


def _firsts(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The most telling ones: of each check some, in order, so that no check hides another."""
    if len(findings) <= SHOWN:
        return findings
    kept: dict[int, Finding] = {}
    rows: dict[str, list[tuple[int, Finding]]] = {}
    for row in enumerate(findings):
        rows.setdefault(row[1].check, []).append(row)
    while len(kept) < SHOWN:
        for row_list in rows.values():
            if row_list and len(kept) < SHOWN:
                index, finding = row_list.pop(0)
                kept[index] = finding
    return [kept[index] for index in sorted(kept)]


def _notes(report: Report) -> list[Finding]:
    return [each for each in report.findings if each.severity is Grade.NOTE]


def _line(finding: Finding, *, verbose: bool) -> str:
    where = f"{finding.place}: " if finding.place else ""
    when = f" at {_time(finding.at)}" if finding.at is not None else ""
    mark = f"{finding.severity}: " if verbose and finding.severity is not Grade.FINE else ""
    return f"{mark}{where}{finding.check}{when}: {finding.message}{_within(finding)}"


def _within(finding: Finding) -> str:
    if finding.error is None or not finding.tolerance:
        return ""
    unit = "sample" if finding.unit == "samples" and finding.tolerance == 1 else finding.unit
    return f" (within {finding.tolerance:g} {unit} is fine)"


def _time(at: int) -> str:
    minutes, rest = divmod(at, 60 * SAMPLE_RATE)
    return f"{minutes}:{rest / SAMPLE_RATE:06.3f}"


def _finding(finding: Finding) -> dict[str, object]:
    keys = ("check", "severity", "message", "place", "at", "error", "unit", "tolerance")
    values = {key: getattr(finding, key) for key in keys}
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _finite(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None


def _loudest(report: Report) -> tuple[Sound, float] | None:
    cues = report.levels.spoken if report.levels else ()
    return max(cues, key=lambda each: each[1], default=None)


def _softest(report: Report) -> tuple[Sound, float] | None:
    cues = report.levels.spoken if report.levels else ()
    return min(cues, key=lambda each: each[1], default=None)

"""Small scripts that mean far more than they say: repeats, mirrors, includes, numbers, YAML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.torture.forked_runs import Runs
from tests.torture.ground import Ground, Outcome
from tests.torture.told import header, told_badly

BUILT = ""
"""Instead of an error's code: the script is built."""


def _nested(marker: str, end: str, depth: int) -> str:
    return f"{marker}\n" * depth + "Rest.\n" + f"{end}\n" * depth


def _mirrors(count: int, times: int) -> str:
    sections = ["# S0\n\nThe right knee.\n"]
    sections += [f"# S{n}\n\n" + f"[mirror: S{n - 1}]\n" * times for n in range(1, count)]
    return "\n".join(sections)


BOMBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "repeat over its limit": ("[repeat 1001]\nRest.\n[end repeat]\n", "E007"),
        "repeats in repeats": (_nested("[repeat 1000]", "[end repeat]", 8), "E025"),
        "repeats 21 deep": (_nested("[repeat 1]", "[end repeat]", 21), "E024"),
        "repeats a thousand deep": (_nested("[repeat 2]", "[end repeat]", 1000), "E024"),
        "repeats of nothing": ("[repeat 1000]\n" * 20 + "[end repeat]\n" * 20 + "Rest.\n", BUILT),
        "100,001 cues": ("a\n\n" * 100_001, "E025"),
        "repeated to 101,000 cues": ("[repeat 101]\n" + "a [pause 0s]\n" * 1000 + "[end repeat]\n", "E025"),
        "400,001 pauses": ("a " + "[pause 0s] " * 400_001, "E025"),
        "words for 24 hours": ("[repeat 1000]\n" + "word " * 3000 + "\n[end repeat]\n", "E025"),
        "letters for 24 hours": ("[repeat 1000]\n" + "日" * 5000 + "\n[end repeat]\n", "E025"),
        "elastic pauses of days": ("[repeat 10]\na [pause 0-23h]\n[end repeat]\n", "E025"),
        "a pause of 25 hours": ("a [pause 25h] b\n", "E"),
        "24 hours of pauses": ("a\n" + "[pause 1h]\n" * 25 + "b\n", "E025"),
        "24 hours of repeats": ("[repeat 1000]\na [pause 90s]\n[end repeat]\n", "E025"),
        "25 hours of length": (header("length: 25:00:00"), "E"),
        "mirrors that double": (_mirrors(19, 2), "E025"),
        "mirrors 25 deep": (_mirrors(25, 1), "E024"),
        "a mirror of itself": ("# A\n\nRest. [pause 1s]\n[mirror: A]\n", "E051"),
        "mirrors in a circle": ("# A\n\nx\n[mirror: B]\n\n# B\n\ny\n[mirror: A]\n", "E051"),
        "a file over 5 MB": ("word " * 1_200_000, "E093"),
        "a line of 4 MB": ("word " * 800_000, "E025"),
        "a cue of 30,000 letters": ("a" * 30_000 + "\n", "E025"),
        "4 MB of brackets": ("[" * 4_000_000, "E"),
        "4 MB of backslashes": ("\\" * 4_000_000, "E"),
        "4 MB of empty markers": ("[]" * 2_000_000, "E"),
        "4 MB of headings": ("# A\n" * 390_000, "E"),
        "half a million lines": ("\n" * 500_000 + "a\n", "E093"),
        "a header of 4 MB": (header(*["title: x"] * 400_000), "E"),
        "a header of aliases": (
            header("say:", "  a: &a [x, x]", *(f"  b{n}: &b{n} [*a, *a]" for n in range(20))),
            "E04",
        ),
        "a header a thousand brackets deep": (header("lengths: " + "[" * 1000 + "]" * 1000), "E"),
        "a header with a tag": (header('title: !!python/object/apply:os.system ["touch owned"]'), "E"),
        "a number of 4,000 digits": (f"a [pause {'9' * 4000}s] b\n", "E"),
        "a rate of 4,000 digits": (header(f"rate: {'9' * 4000}"), "E"),
        "a hundred lengths": (header(f"lengths: [{', '.join(f'{n}:00' for n in range(1, 101))}]"), "E007"),
        "4,000 say pairs": (header("say:", *(f"  w{n}: x" for n in range(4000))), "E007"),
        "a word of 19,000 letters": ("a" * 19_000 + "\n", BUILT),
        "15,000 combining marks": ("e" + "\u0301" * 15_000 + "\n", BUILT),
    }
)
"""Each with the error that it must lead to; empty: none, or whatever the voice says to it."""


def bombs(folder: Path) -> Outcome:
    """Each ends with its error, at its line, in bounded time and memory."""
    outcome = Outcome("bombs: repeats, mirrors, includes, sizes, YAML")
    ground = Ground(folder, {})
    with Runs(folder, ground.environment()) as runs:
        for name, (text, code) in BOMBS.items():
            ground.write({"bomb.txt": text})
            outcome.add(name, _expected(runs, "scripts/bomb.txt", code))
        for name, files, code in _include_bombs():
            ground.write(files)
            outcome.add(name, _expected(runs, "scripts/bomb.txt", code))
    return outcome


def _include_bombs() -> list[tuple[str, dict[str, str], str]]:
    chain = {f"c{n}.txt": f"[include c{n + 1}.txt]\n" for n in range(25)} | {"c25.txt": "Rest.\n"}
    tens = {f"t{n}.txt": f"[include t{n + 1}.txt]\n" * 10 for n in range(15)} | {"t15.txt": "Rest.\n"}
    circle = {"o0.txt": "[include o1.txt]\n", "o1.txt": "[include o0.txt]\n"}
    big = {f"b{n}.txt": "word " * 200_000 for n in range(7)}
    return [
        ("includes 25 deep", {**chain, "bomb.txt": "[include c0.txt]\n"}, "E024"),
        ("includes of ten includes", {**tens, "bomb.txt": "[include t0.txt]\n"}, "E025"),
        ("includes in a circle", {**circle, "bomb.txt": "[include o0.txt]\n"}, "E032"),
        ("a file that includes itself", {"bomb.txt": "[include bomb.txt]\n"}, "E032"),
        ("7 MB of includes", {**big, "bomb.txt": "".join(f"[include b{n}.txt]\n" for n in range(7))}, "E093"),
        (
            "one file included 100,001 times",
            {"i.txt": "a\n", "bomb.txt": "[include i.txt]\n" * 100_001},
            "E025",
        ),
    ]


def _expected(runs: Runs, script: str, code: str) -> list[str]:
    problems = []
    for arguments in (
        (("plan", "--estimate", script),) if code else (("check", script), ("plan", "--estimate", script))
    ):
        ran = runs.run(*arguments)
        problems += told_badly(ran)
        if code and f"error[{code}".encode() not in ran.stderr:
            problems.append(f"{arguments[0]}: error {code} was not told: {ran.stderr[:300]!r}")
        if bool(code) != bool(ran.code):
            problems.append(f"{arguments[0]} ended with {ran.code}: {ran.stderr[-300:]!r}")
    return problems

"""Where nothing can be forked: processes that answer one request after the other."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from generator.core.errors import VoiceError
from generator.processes.kept import KeptProcesses

PROGRAM = """
import os, sys, time
sys.path[:0] = {path!r}
from generator.processes.fork_server import serve_requests
class Speaker:
    def settle(self): pass
    def answer(self, request):
        print("engines print")
        {body}
        return b"S", f"{{os.getpid()}}:{{request['text']}}".encode()
serve_requests(Speaker, way="keep")
"""

Kept: TypeAlias = Callable[[str], KeptProcesses]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    opened: list[KeptProcesses] = []

    def open_kept(body: str = "pass") -> KeptProcesses:
        program = tmp_path / "program.py"
        program.write_text(PROGRAM.format(path=sys.path, body=body))
        opened.append(KeptProcesses([sys.executable, str(program)]))
        return opened[-1]

    yield open_kept
    for each in opened:
        each.close()


def ask(processes: KeptProcesses, text: str, limit: float = 20) -> tuple[str, str]:
    kind, body = processes.ask({"text": text, "limit": limit})
    assert kind == b"S"
    process, _, said = bytes(body).decode().partition(":")
    return process, said


def test_one_process_answers_again_and_again(kept: Kept) -> None:
    processes = kept("pass")
    processes.start()
    answers = [ask(processes, text) for text in ("one", "two", "x" * 100_000)]
    assert [said for _, said in answers] == ["one", "two", "x" * 100_000]
    assert len({process for process, _ in answers}) == 1


def test_requests_at_once_have_a_process_each(kept: Kept) -> None:
    processes = kept("time.sleep(0.3)")
    found: list[tuple[str, str]] = []
    threads = [threading.Thread(target=lambda n=n: found.append(ask(processes, str(n)))) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {said for _, said in found} == {"0", "1", "2"}
    assert len({process for process, _ in found}) == 3


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("if request['text'] == 'bad': os._exit(1)", "without an answer"),
        ("if request['text'] == 'bad': time.sleep(60)", "without an answer"),
    ],
)
def test_one_that_fails_is_ended_and_another_begun(kept: Kept, body: str, told: str) -> None:
    processes = kept(body)
    first, _ = ask(processes, "good")
    with pytest.raises(VoiceError, match=told):
        ask(processes, "bad", limit=0.5)
    second, said = ask(processes, "good")
    assert said == "good"
    assert first != second


def test_closing_ends_what_is_being_asked_and_all_that_comes(kept: Kept) -> None:
    processes = kept("time.sleep(60)")
    threading.Timer(0.3, processes.close).start()
    begun = time.monotonic()
    with pytest.raises(VoiceError):
        ask(processes, "slow")
    assert time.monotonic() - begun < 15
    with pytest.raises(VoiceError, match="closed"):
        ask(processes, "more")
    processes.close()


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(VoiceError, match="cannot be started"):
        KeptProcesses(["/no/such/program"]).start()

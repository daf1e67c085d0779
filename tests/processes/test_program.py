"""A program of the user's: whatever it does, the build goes on or says why not."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from generator.core.errors import VoiceError
from generator.processes.program import Programs

MOST = 2_000_000


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def run(code: str, text: bytes = b"Rest.", seconds: float = 20) -> bytes:
    return Programs().run(python(code), text, seconds, MOST)


def test_what_it_is_given_and_what_it_writes_arrive_whole() -> None:
    text = b"Rest. " * 200_000
    assert run("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())", text) == text


def test_no_shell_reads_its_arguments() -> None:
    command = (*python("import sys; print(sys.argv[1])"), "$(echo no); rm -rf *")
    assert Programs().run(command, b"", 20, MOST).strip() == b"$(echo no); rm -rf *"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import sys; sys.exit('no such voice: kal')", "ended with code 1: no such voice: kal"),
        ("raise SystemExit(3)", "ended with code 3"),
        ("import os; os.kill(os.getpid(), 9)", "ended with code -9"),
        ("import time; time.sleep(60)", "took longer than 1 s"),
        ("import sys, time; sys.stdin.close(); time.sleep(60)", "took longer than 1 s"),
        ("while True: print('x' * 9999)", "wrote more than 2 MB"),
        ("import sys\nwhile True: print('x' * 9999, file=sys.stderr)", "took longer than 1 s"),
    ],
)
def test_what_goes_wrong_is_told(code: str, told: str) -> None:
    with pytest.raises(VoiceError, match=rf"the program .* {told}"):
        run(code, b"Rest. " * 50_000, 1)


def test_a_file_that_grows_without_end_is_seen() -> None:
    with pytest.raises(VoiceError, match="wrote more than 2 MB"):
        Programs().run(python("import time; time.sleep(60)"), b"", 20, MOST, lambda: MOST + 1)


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(VoiceError, match="cannot be started: No such file") as raised:
        Programs().run(("no-such-program-at-all",), b"", 20, MOST)
    assert raised.value.hint == "is it installed?"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are grouped on POSIX only")
def test_its_children_end_with_it_and_hold_nobody_up() -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    started = time.monotonic()
    assert run(code) == b""
    assert time.monotonic() - started < 20


def test_closing_ends_what_runs() -> None:
    programs = Programs()
    told: list[str] = []

    def speak() -> None:
        try:
            programs.run(python("import time; time.sleep(60)"), b"", 50, MOST)
        except VoiceError as error:
            told.append(error.message)

    thread = threading.Thread(target=speak)
    thread.start()
    time.sleep(0.5)
    programs.close()
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert told
    with pytest.raises(VoiceError, match="closed"):
        programs.run(python("pass"), b"", 20, MOST)

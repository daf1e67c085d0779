"""Work in several threads: nothing of it is lost, and Ctrl-C at any moment ends all of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from generator.processes.threads import run_in_threads

PRESSED_AT_EVERY_LINE = """\
import faulthandler, os, signal, sys, threading, time
from generator.processes.threads import run_in_threads

def pressed_at(number):
    # Ctrl-C when this thread comes to its `number`-th line; whether it came so far.
    left = number

    def trace(frame, event, argument):
        nonlocal left
        left -= event == "line"
        if not left:
            sys.settrace(None)
            os.kill(os.getpid(), signal.SIGINT)
        return trace

    sys.settrace(trace)
    try:
        made = run_in_threads(lambda each: time.sleep(0.001) or -each, range(4), 3)
    except KeyboardInterrupt:
        made = None
    finally:
        sys.settrace(None)
    assert threading.active_count() == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert made == (None if left <= 0 else {0: 0, 1: -1, 2: -2, 3: -3}), (number, made)
    return left <= 0

faulthandler.dump_traceback_later(60, exit=True)
number = 1
while pressed_at(number):
    number += 1
print(number)
"""


def test_all_is_made_and_told() -> None:
    told: list[int] = []
    begun: list[str] = []
    made = run_in_threads(
        len, ["a", "bb", "ccc"], 2, on_progress=told.append, meanwhile=lambda: begun.append("meanwhile")
    )
    assert made == {"a": 1, "bb": 2, "ccc": 3}
    assert (told[0], told[-1]) == (0, 3)
    assert begun == ["meanwhile"]
    assert run_in_threads(len, [], 2) == {}


def test_equal_things_are_made_once_and_the_result_is_in_their_order() -> None:
    def negative(each: int) -> int:
        time.sleep(each / 100)
        return -each

    made = run_in_threads(negative, [5, 1, 5, 3], 4)
    assert list(made.items()) == [(5, -5), (1, -1), (3, -3)]


def test_what_fails_is_raised_and_nothing_more_is_begun() -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.01)
        raise ValueError(number)

    with pytest.raises(ValueError, match="0"):
        run_in_threads(work, range(1000), 1)
    assert len(begun) < 1000
    assert threading.active_count() == 1


def test_who_waits_long_is_told_now_and_then() -> None:
    told: list[int] = []
    run_in_threads(time.sleep, [0.7], 1, on_progress=told.append)
    assert told[0] == told[1] == 0


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")
def test_ctrl_c_at_any_line_ends_it() -> None:
    """In its own code and in that of Python's threads and queues, which may be holding a lock."""
    done = subprocess.run(
        [sys.executable, "-c", PRESSED_AT_EVERY_LINE],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100

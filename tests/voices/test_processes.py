"""What becomes of the voice's processes when something goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.core.errors import VoiceError
from generator.processes import zygote
from generator.processes.fork_server import MOST_VOICES
from generator.processes.zygote import Zygote
from generator.voices.engine import Utterance
from generator.voices.espeak import pyttsx3_engine
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine
from generator.voices.guard import GuardedEngine

Say = Callable[..., Utterance]
Broken = Callable[[str], Pyttsx3Engine]

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


def group_of(engine: Pyttsx3Engine) -> int:
    asked = engine._process._asked
    assert isinstance(asked, Zygote)
    assert asked.pid is not None
    return asked.pid


def members(group: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, its_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(its_group) == group and state != "Z":
                found.append(int(entry.name))
    return found


def wait_until(fact: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if fact():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("os._exit(1)", "without an answer"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "without an answer"),
        ("sys.stderr.write('no data here\\n'); sys.stderr.flush(); os._exit(1)", "no data here"),
        (
            (
                "for line in ('Traceback', 'no data here'):\n"
                "    sys.stderr.write(line + '\\n'); sys.stderr.flush(); time.sleep(0.05)\n"
                "os._exit(1)"
            ),
            "answer: no data here",
        ),
        ("answer(connection, b'S', b'RIFF', 1000)", "4 of 1000 bytes"),
        ("answer(connection, b'S', b'')", "wrote nothing"),
        ("answer(connection, b'S', b'not a sound file')", "not sound"),
        ("answer(connection, b'E', b'out of paper')", "out of paper"),
        ("raise ValueError('oh')", "without an answer"),
    ],
)
def test_a_worker_that_fails_is_named(broken: Broken, say: Say, body: str, said: str) -> None:
    with pytest.raises(VoiceError, match=said):
        broken(body).render(say("Hello."))


def test_a_hung_worker_is_ended_by_its_own_alarm(
    broken: Broken, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyttsx3_engine, "LEAST_SECONDS", 0.2)
    engine = broken("while True: pass")
    with pytest.raises(VoiceError, match="took longer"):
        engine.render(say("Hello."))
    group = group_of(engine)
    assert wait_until(lambda: len(members(group)) == 2)  # the zygote, and the process of the voice


def test_a_stopped_worker_is_ended_by_the_one_who_waits(
    broken: Broken, say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An alarm does not reach it."""
    monkeypatch.setattr(pyttsx3_engine, "LEAST_SECONDS", 0.2)
    monkeypatch.setattr(zygote, "SPARE_SECONDS", 0.2)
    note = tmp_path / "group"
    engine = broken(
        f"open({str(note)!r}, 'w').write(str(os.getpgrp()))\nos.kill(os.getpid(), signal.SIGSTOP)"
    )
    with pytest.raises(VoiceError, match="no answer within"):
        engine.render(say("Hello."))
    assert wait_until(lambda: not members(int(note.read_text())))


def test_a_slow_worker_is_waited_for(broken: Broken, say: Say) -> None:
    engine = broken("time.sleep(1)\nanswer(connection, b'E', b'at last')")
    with pytest.raises(VoiceError, match="at last"):
        engine.render(say("Hello."))


def test_a_voice_that_was_started_ahead_is_one_process_and_answers(say: Say) -> None:
    engine = Pyttsx3Engine(2)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: engine.start(), range(20)))
    group = group_of(engine)
    assert engine.render(say("Rest now.")).samples
    assert group_of(engine) == group
    engine.close()
    assert wait_until(lambda: not members(group))
    engine.start()  # what it cannot do is told by what is asked of it
    with pytest.raises(VoiceError, match="closed"):
        engine.render(say("Rest now."))


def test_a_voice_that_dies_after_it_was_started_is_started_again(say: Say) -> None:
    engine = Pyttsx3Engine(1)
    engine.start()
    os.kill(group_of(engine), signal.SIGKILL)
    time.sleep(0.1)
    assert GuardedEngine(engine, lambda _: 120.0).render(say("Rest now.")).samples
    engine.close()


def test_one_crash_costs_one_more_attempt(broken: Broken, say: Say, tmp_path: Path) -> None:
    """The guard asks again, and the lesson never knows."""
    engine = broken(
        f"if not os.path.exists({str(tmp_path / 'once')!r}):\n"
        f"    open({str(tmp_path / 'once')!r}, 'w').close()\n"
        "    os._exit(3)\n"
        "answer(connection, b'S', WAV)".replace("WAV", repr(speech()))
    )
    assert GuardedEngine(engine, lambda _: 120.0).render(say("Rest now.")).samples


def speech() -> bytes:
    """A sound file with a real cue."""
    import io
    import wave

    engine = Pyttsx3Engine(1)
    spoken = engine.render(Utterance("Rest now.", "gmw/en-US", 99, 50, 1.0))
    engine.close()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(spoken.rate)
        writer.writeframes(spoken.samples)
    return file.getvalue()


def test_a_killed_zygote_is_started_again(say: Say) -> None:
    engine = Pyttsx3Engine(2)
    first = engine.render(say("Hello."))
    for _ in range(3):
        group = group_of(engine)
        os.kill(group, signal.SIGKILL)
        wait_until(lambda group=group: not members(group))  # type: ignore[misc]  # mypy cannot type a lambda's default
        assert engine.render(say("Hello.")) == first
        assert group_of(engine) != group
    engine.close()


def test_a_zygote_killed_at_any_moment_loses_no_cue(say: Say) -> None:
    engine = Pyttsx3Engine(4)
    guarded = GuardedEngine(engine, lambda _: 120.0)
    expected = engine.render(say("Hello, you."))
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(guarded.render, say("Hello, you.")) for _ in range(100)]
        for _ in range(3):
            time.sleep(0.05)
            asked_now = engine._process._asked
            pid = asked_now.pid if isinstance(asked_now, Zygote) else None
            if pid:
                os.kill(pid, signal.SIGKILL)
        failed = [one for one in asked if one.exception()]
        assert all(one.result() == expected for one in asked if not one.exception())
    assert len(failed) <= 4, "only a cue that met two of the three kills may fail"
    engine.close()


def test_a_voices_process_that_is_killed_is_begun_again(say: Say) -> None:
    engine = Pyttsx3Engine(2)
    first = engine.render(say("Hello."))
    group = group_of(engine)
    for _ in range(3):
        assert wait_until(lambda: len(members(group)) == 2)
        (loaded,) = set(members(group)) - {group}
        os.kill(loaded, signal.SIGKILL)
        wait_until(lambda loaded=loaded: loaded not in members(group))  # type: ignore[misc]  # mypy cannot type a lambda's default
        assert engine.render(say("Hello.")) == first
        assert group_of(engine) == group
    engine.close()


def test_a_voices_process_that_is_killed_while_one_speaks_is_begun_again_at_once(
    broken: Broken, say: Say
) -> None:
    """A child that still speaks must not keep its place."""
    engine = broken("time.sleep(8 if 'long' in request['text'] else 0)\nanswer(connection, b'E', b'done')")
    with pytest.raises(VoiceError, match="done"):
        engine.render(say("A short one."))
    group = group_of(engine)
    assert wait_until(lambda: len(members(group)) == 2)
    (loaded,) = set(members(group)) - {group}
    with ThreadPoolExecutor(1) as threads:
        busy = threads.submit(engine.render, say("A long one."))
        assert wait_until(lambda: len(members(group)) == 3)
        os.kill(loaded, signal.SIGKILL)
        assert wait_until(
            lambda: loaded not in members(group)
        )  # what it is handed before is the guard's to ask again
        with pytest.raises(VoiceError, match="done"):
            engine.render(say("Another short one."))
        assert not busy.done()
        engine.close()


def test_a_voice_sounds_the_same_whichever_voices_spoke_before_it(say: Say) -> None:
    """More of them than are kept loaded, in two orders, and each in a process that knows no other."""
    names = [
        f"gmw/en-US+{variant}" for variant in ("f1", "f2", "f3", "m1", "m2", "croak", "whisper", "Annie")
    ]
    names += ["gmw/en", "gmw/de", "roa/fr", "gmw/en"]
    together = Pyttsx3Engine(1)
    forwards = {name: together.render(say("She sees six ships.", name)) for name in names}
    backwards = {name: together.render(say("She sees six ships.", name)) for name in reversed(names)}
    group = group_of(together)
    assert wait_until(lambda: len(members(group)) == 1 + MOST_VOICES)
    together.close()
    assert forwards == backwards
    for name in names:
        alone = Pyttsx3Engine(1, once=True)
        assert alone.render(say("She sees six ships.", name)) == forwards[name]


def test_nothing_runs_after_close(say: Say) -> None:
    engine = Pyttsx3Engine(2)
    engine.render(say("Hello."))
    group = group_of(engine)
    with ThreadPoolExecutor(2) as threads:
        busy = [threads.submit(engine.render, say("Let it go. " * 3000)) for _ in range(2)]
        assert wait_until(lambda: len(members(group)) == 4)
        engine.close()
        assert all(isinstance(one.exception(), VoiceError) for one in busy)
    assert wait_until(lambda: not members(group))
    engine.close()
    with pytest.raises(VoiceError, match="closed"):
        engine.render(say("Hello."))


PARENT = """
import signal
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine
from generator.voices.engine import Utterance
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may be run by nohup
engine = Pyttsx3Engine(2)
engine.render(Utterance("Hello.", "gmw/en-US", 99, 50, 1.0))
print(engine._process._asked.pid, flush=True)
engine.render(Utterance("Let it go. " * 5000, "gmw/en-US", 99, 50, 1.0))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_outlives_the_program_that_asked(how: signal.Signals) -> None:
    """Killed, hung up on, or interrupted; and no process of the voice's prints a traceback at Ctrl-C."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    group = int(parent.stdout.readline())
    assert wait_until(lambda: len(members(group)) == 3)
    os.killpg(parent.pid, how)  # as a terminal does: the whole foreground group
    _, complaints = parent.communicate(timeout=30)
    assert wait_until(lambda: not members(group))
    assert complaints.count("Traceback") == (1 if how is signal.SIGINT else 0)

"""Run `lesson` hundreds of times, each in a fork of a process that has imported it, with one fault in each.

As a program: requests as JSON lines on standard input, answers on standard output. A fault strikes the nth
operation on a file below the sandbox: by an audit hook (https://peps.python.org/pep-0578/) opening, renaming,
removing, making folders, listing, dating; by a file object that writes half and then fails, writing.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import IO, Any, Self

OPERATIONS = {
    "open": "open",
    "os.rename": "rename",
    "os.mkdir": "mkdir",
    "os.remove": "remove",
    "os.rmdir": "rmdir",
    "os.scandir": "list",
    "os.listdir": "list",
    "os.utime": "date",
    "os.link": "link",
    "os.symlink": "link",
    "os.truncate": "truncate",
    "os.chmod": "chmod",
}
FAULTS = (errno.ENOSPC, errno.EROFS, errno.ENOENT, errno.EACCES)
"""Disk full, read-only, no such directory, permission."""

MOST_BYTES = 3 << 30
"""Of address space in each run: three times what importing numpy takes with its threads."""
MOST_SECONDS = 120
"""Of CPU time in each run."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and when."""

    at: int
    """Which operation, from 1."""
    number: int
    """`errno` that it fails with; 0 ends the process with SIGKILL there."""
    lasting: bool = False
    """Whether every later operation that writes fails too, as on a full disk."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended."""

    code: int
    """Exit code; negative: the signal."""
    stdout: bytes
    stderr: bytes
    struck: str
    """The operation that failed; empty where there were fewer than `Fault.at`."""


class Runs:
    """The asking side."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._notes = folder.parent / f"{folder.name}.notes"
        self._notes.mkdir(exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(folder), str(self._notes)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, *arguments: str, fault: Fault | None = None) -> Ran:
        """Run `lesson` with these arguments."""
        assert self._process.stdin
        assert self._process.stdout
        request = {"arguments": arguments, "fault": asdict(fault) if fault else None}
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        out, err, struck = (self._notes / name for name in ("out", "err", "struck"))
        return Ran(
            answer["code"],
            out.read_bytes(),
            err.read_bytes(),
            struck.read_text() if struck.exists() else "",
        )

    @property
    def pid(self) -> int:
        """The process that each run is a fork of."""
        return self._process.pid

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class Saboteur:
    """Counts operations, and strikes one of them."""

    def __init__(self, fault: Fault, sandbox: str, note: Path) -> None:
        self._fault = fault
        self._sandbox = sandbox
        self._note = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self._count = 0
        self._lock = Lock()

    def install(self) -> None:
        """From now on, for as long as this process lives."""
        sys.addaudithook(self._hook)
        found = io.open
        saboteur = self

        class Failing(io.FileIO):
            def write(self, data: Any, /) -> int:  # noqa: ANN401  # any buffer
                path = str(self.name)
                if saboteur.counts("write", path, writes=True):
                    view = memoryview(data).cast("B")
                    super().write(view[: len(view) // 2])
                    saboteur.strike(path)
                return super().write(data)

        def opening(file: Any, mode: str = "r", *more: Any, **named: Any) -> IO[Any]:  # noqa: ANN401  # open's
            if "b" not in mode or not set(mode) & set("wxa+") or isinstance(file, int) or more:
                return found(file, mode, *more, **named)
            raw = Failing(file, mode, opener=named.get("opener"))
            kind = io.BufferedRandom if "+" in mode else io.BufferedWriter
            return kind(raw)

        io.open = opening  # type: ignore[assignment]  # the same calls
        import tempfile

        tempfile._io.open = opening  # type: ignore[attr-defined]  # private

    def counts(self, what: str, path: str, *, writes: bool) -> bool:
        """Whether this operation is to fail."""
        path = os.path.abspath(path)  # noqa: PTH100  # Path would be audited in turn
        if not path.startswith(self._sandbox + "/"):
            return False
        with self._lock:
            self._count += 1
            now = self._count
        if now == self._fault.at:
            os.write(
                self._note, f"{now} {what} {path.removeprefix(self._sandbox)[1:]}".encode(errors="replace")
            )
        return now == self._fault.at or (self._fault.lasting and writes and now > self._fault.at)

    def strike(self, path: str) -> None:
        """Let it fail."""
        if not self._fault.number:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(self._fault.number, os.strerror(self._fault.number), path)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        what = OPERATIONS.get(event)
        if what is None or not args or not isinstance(args[0], str | bytes | os.PathLike):
            return
        path = os.fsdecode(args[0])
        if self.counts(what, path, writes=self._would_write(what, args)):
            self.strike(path)

    def _would_write(self, what: str, args: tuple[Any, ...]) -> bool:
        """Whether it is one of those that keep failing."""
        if what == "open":
            return bool(args[2] & WRITING)
        frees = what in {"remove", "rmdir", "date"}
        return what != "list" and not (frees and self._fault.number == errno.ENOSPC)


def perform(request: dict[str, Any], sandbox: str, notes: Path) -> int:
    """The child's life: its exit code."""
    for number, name in ((1, "out"), (2, "err")):
        descriptor = os.open(notes / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, number)
    (notes / "struck").unlink(missing_ok=True)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), write_through=True)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), write_through=True)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    from generator.cli.main import run

    if request["fault"]:
        Saboteur(Fault(**request["fault"]), sandbox, notes / "struck").install()
    try:
        return int(run(request["arguments"]))
    except BaseException:  # noqa: BLE001  # whatever gets here is what the trial looks for
        os.write(2, traceback.format_exc().encode(errors="replace"))
        return 99


def import_everything() -> None:
    """Once, here, instead of in each child; and a source file that is edited meanwhile changes nothing."""
    import importlib
    import pkgutil

    import generator

    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith(("__main__",)) and ".site." not in module.name:
            importlib.import_module(module.name)
    for name in ("soxr", "lameenc", "yaml", "PIL.ImageFont", "PIL.JpegImagePlugin", "PIL.PngImagePlugin"):
        importlib.import_module(name)


def remember_sounds(notes: Path) -> None:
    """Ask the real voice once for each cue: what it says and how it fails is the matter of another trial."""
    from generator.voices.speaking_process import SpeakingProcess

    ask = SpeakingProcess.ask

    def remembering(engine: SpeakingProcess, request: dict[str, Any]) -> tuple[bytes, bytes]:
        name = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        kept = notes / f"{name}.answer"
        if not kept.exists():
            kind, body = ask(engine, request)
            kept.write_bytes(kind + body)
        answer = kept.read_bytes()
        return answer[:1], answer[1:]

    SpeakingProcess.ask = remembering  # type: ignore[method-assign,assignment]  # for all that are opened here


def main() -> None:
    """Answer until nothing more is asked."""
    from generator.voices import frame_store

    sandbox, notes = sys.argv[1], Path(sys.argv[2])
    import_everything()
    frame_store.IN_MEMORY = 1 << 12  # so that small lessons too go through the temporary folder
    remember_sounds(notes)
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            code = 98
            try:
                code = perform(json.loads(line), sandbox, notes)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps({"code": os.waitstatus_to_exitcode(status)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

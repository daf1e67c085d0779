"""`lesson watch`."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import click

from generator import BuildSession, BuiltEdition, ExpandedScript, Settings, expand, parse
from generator.build.selection import events_changed
from generator.build.watch import WatchedScripts, looks
from generator.cli.choices import build_options, length_option
from generator.cli.completion import complete_scripts
from generator.cli.listening import SOON, Playing
from generator.cli.printing import say
from generator.cli.scripts import FOLDER, chosen, tell
from generator.core.cache import Cache, default_root
from generator.core.clock import duration_text
from generator.core.errors import GeneratorError
from generator.script.files import files_of, lessons_in
from generator.timeline.excerpt import ranges_around
from generator.voices.own_recordings import recording_files
from generator.voices.render_request import RenderRequest


@click.command()
@click.argument("scripts", nargs=-1, shell_complete=complete_scripts)
@build_options
@length_option
@click.option("--play", is_flag=True, help="After each build play what changed, between its neighbours.")
@click.option("--silent", is_flag=True, hidden=True, help="Play into nothing, at the real pace: for tests.")
def command(
    scripts: Sequence[str], settings: Settings, length: int | None, *, play: bool, silent: bool
) -> int:
    """Build SCRIPTS, or every text in scripts/, again on every save, and tell what the edit did.

    What a script includes counts too. A draft of the wrong length is built, with a warning. Ctrl-C ends it.
    """
    with Watch(scripts, replace(settings, draft=True), length, play=play, silent=silent) as watch:
        watch.run()


class Watch:
    """Scripts that are watched, and one session that stays open for all of their builds."""

    def __init__(
        self, named: Sequence[str], settings: Settings, length: int | None, *, play: bool, silent: bool
    ) -> None:
        self._named = named
        self._settings = settings
        self._length = length
        self._play = play
        self._watched = WatchedScripts()
        self._session = BuildSession(settings, Cache(default_root()))
        self._cold = True
        """Whether its voice has not spoken yet."""
        self._playing = Playing(silent=silent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._playing.stop()
        self._session.__exit__(kind, error, trace)

    def run(self) -> NoReturn:
        """Build whatever is saved, for ever.

        Raises:
            MachineError: there is no script to begin with.
            KeyboardInterrupt: Ctrl-C was pressed.
        """
        paths = chosen(self._named)
        self._watched.add(paths)
        self._look()
        say(f"watching {', '.join(map(str, paths))}; Ctrl-C ends it")
        while True:
            folders = self._watched.folders()
            for _ in looks(folders):
                self._look()
                if self._watched.folders() != folders:
                    break

    def _look(self) -> None:
        """Build every script of which a file was saved."""
        if not self._named:
            self._watched.add(lessons_in(FOLDER))
        for saved in self._watched.saved():
            self._playing.stop()
            if saved.gone:
                say(f"{saved.path} is gone; it is built again when it comes back")
            else:
                self._watched.built(saved, self._build(saved.path))

    def _build(self, path: Path) -> set[Path]:
        """Build one script; returns its files, or none where it cannot be read."""
        started = time.perf_counter()
        files: set[Path] = set()
        self._session.forget_frames()
        try:
            expanded = expand(parse(path), self._length)
            files = files_of(expanded.script) | recording_files(expanded.path)
            built = self._session.build(expanded)
            _tell(expanded, built, time.perf_counter() - started)
            if self._play:
                self._hear(expanded, built)
        except GeneratorError as error:
            tell(self._session.problems(error))
            say(f"{path.stem}: not built; what was built before is still there")
            return files
        self._warm(expanded)
        return files

    def _hear(self, expanded: ExpandedScript, built: Sequence[BuiltEdition]) -> None:
        """Play what an edit changed, in the first of the lesson's lengths where it is heard."""
        changed = [
            (lesson, found)
            for lesson, each in zip(expanded.lessons, built, strict=True)
            if each.changes and (found := events_changed(each.planned.edition.timeline, each.changes))
        ]
        if not changed:
            return
        lesson, found = changed[0]
        preview = self._session.preview(replace(expanded, lessons=(lesson,)))
        ranges = ranges_around(preview.timeline, found)
        self._playing.start(preview, preview.render(ranges, lead=SOON))

    def _warm(self, expanded: ExpandedScript) -> None:
        """Have the voice, and all that encodes, ready before the first edit, while nobody waits for it."""
        if self._cold:
            self._cold = False
            request = self._session.requests_by_lesson(expanded)[0][0][0]
            threading.Thread(target=_speak, args=(self._session, request), daemon=True).start()


def _speak(session: BuildSession, request: RenderRequest) -> None:
    """Make a clip that nobody needs."""
    from generator.audio.encode import render_segment

    # Whatever goes wrong is told by the build that needs it.
    with contextlib.suppress(GeneratorError):
        render_segment(session.synthesizer.segment(request), session.settings.profiles)


def _tell(expanded: ExpandedScript, built: Sequence[BuiltEdition], seconds: float) -> None:
    tell(expanded.script.warnings)
    for each in built:
        tell(each.warnings)
        edition = each.planned.edition
        say(
            f"{edition.name}: rebuilt in {seconds:.2f} s, {duration_text(edition.timeline.length)}, "
            f"{each.planned.made} spoken, {each.planned.reused} reused"
        )
        for line in each.report():
            say(f"  {line}")

"""The spoken forms of a lesson's cues; those that needed rules are kept, since rules take a while to load."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Protocol

from generator.processes.interrupts import block_sigint
from generator.spoken.form import RULES, SpokenForm, SpokenPart, by_rules, needs_rules, spoken_form


class FormStore(Protocol):
    """Where spoken forms are kept."""

    def get(self, key: str) -> bytes | None:
        """What was put there, or None."""

    def put(self, key: str, payload: bytes) -> None:
        """Keep `payload`. Where that cannot be done, nothing happens."""


class SpokenForms:
    """Spoken forms, from the store or made anew."""

    def __init__(self, store: FormStore) -> None:
        """Nothing is read before it is asked for.

        Args:
            store: the clip cache.
        """
        self._store = store
        self._known: dict[tuple[str, str], Sequence[SpokenPart]] = {}

    def form(self, text: str, language: str, say: Sequence[tuple[str, str]]) -> SpokenForm:
        """What is said for a cue; the arguments are those of `spoken_form`."""
        return spoken_form(text, language, say, self._by_rules)

    def _by_rules(self, text: str, language: str) -> Sequence[SpokenPart]:
        if not needs_rules(text, language):
            return ()
        known = self._known.get((text, language))
        if known is None:
            key = hashlib.sha256(f"spoken\0{RULES}\0{language}\0{text}".encode()).hexdigest()
            kept = self._store.get(key)
            if kept is None:
                known = by_rules(text, language)
                with block_sigint():  # else Ctrl-C might leave a file that is only begun
                    self._store.put(
                        key, json.dumps([(each.begin, each.end, each.spoken) for each in known]).encode()
                    )
            else:
                known = [SpokenPart(*each) for each in json.loads(kept)]
            self._known[text, language] = known
        return known

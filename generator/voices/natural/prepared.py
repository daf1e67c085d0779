"""The voice's model and dictionaries in a form that loads at once, kept in the cache.

Measured on one core: the model 0.14 s as it is shipped and 0.03 s optimized, the dictionaries 0.30 s as JSON
and 0.01 s in packed blocks. What is damaged there is made again from what the package ships.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import platform
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from generator.core.cache import Cache
from generator.core.errors import VoiceError
from generator.voices.natural.names import MODEL_SHA256

LAYOUT = "1"
"""Raised whenever what is kept changes."""

BLOCK = 4
"""Entries that are unpacked together."""


class PreparedVoice:
    """What hibari needs, as bytes that load at once."""

    def __init__(self, cache: Cache, assets: Path, versions: str) -> None:
        """Nothing is read yet.

        Args:
            cache: where it is kept.
            assets: hibari's own folder of data.
            versions: of all that what is kept depends on.
        """
        self._cache = cache
        self._assets = assets
        self._shipped: dict[str, dict[str, Any]] = {}
        self._versions = f"{versions}/{platform.machine()}/{sys.implementation.cache_tag}/{LAYOUT}"

    def session(self) -> Any:  # noqa: ANN401  # onnxruntime has no type hints
        """The model, ready to compute: the same steps whether it was optimized now or before.

        Raises:
            VoiceError: the package's model is missing, damaged or of another version.
        """
        found = self._cache.get(self._key("model"))
        return _opened(found, session_options()) if found else self._optimized()

    def dictionaries(self) -> Dictionaries:
        """The dictionaries of hibari, under its own names."""
        found = self._cache.get(self._key("dictionaries"))
        if found is None:
            self._shipped = _shipped_dictionaries()
            return self._shipped
        # The cache's checksum covers it, and nobody but this program writes there.
        return {name: WordTable(*table) for name, table in marshal.loads(found).items()}  # noqa: S302  # our own

    def keep(self) -> None:
        """Pack the dictionaries that had to be read as they are shipped. It takes 0.2 s, so it comes late."""
        if self._shipped:
            packed = {name: _in_blocks(entries) for name, entries in self._shipped.items()}
            self._cache.put(self._key("dictionaries"), marshal.dumps(packed))

    def _key(self, name: str) -> str:
        return hashlib.blake2b(f"{name}/{self._versions}".encode(), digest_size=20).hexdigest()

    def _optimized(self) -> Any:  # noqa: ANN401  # onnxruntime has no type hints
        """The model as it was shipped, optimized, and kept like that."""
        try:
            shipped = (self._assets / "hibari.onnx").read_bytes()
        except OSError as error:
            raise VoiceError(f"the voice's model cannot be read: {error.strerror}") from error
        if hashlib.sha256(shipped).hexdigest() != MODEL_SHA256:
            raise VoiceError("the voice's model is damaged, or of another version")
        with contextlib.suppress(OSError), self._scratch_file() as path:
            options = session_options()
            options.optimized_model_filepath = str(path)
            options.add_session_config_entry("session.save_model_format", "ORT")
            session = _opened(shipped, options)
            self._cache.put(self._key("model"), path.read_bytes())
            return session
        return _opened(shipped, session_options())  # nothing can be written there

    @contextlib.contextmanager
    def _scratch_file(self) -> Iterator[Path]:
        """A path for onnxruntime to write to: a file in memory where there are such, or in the cache."""
        if not hasattr(os, "memfd_create"):
            with self._cache.scratch_file("model.ort") as path:
                yield path
            return
        descriptor = os.memfd_create("model.ort")
        try:
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)


def _opened(model: bytes, options: Any) -> Any:  # noqa: ANN401  # onnxruntime has no type hints
    import onnxruntime

    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _shipped_dictionaries() -> dict[str, dict[str, Any]]:
    from hibari.g2p import _load_json

    tagger = _load_json("tagger.json.gz")
    return {
        "gold": _load_json("lexicon_us_gold.json.gz"),
        "silver": _load_json("lexicon_us_silver.json.gz"),
        "tagdict": tagger["tagdict"],
        "vocab": dict.fromkeys(tagger["vocab"], 1),
        "weights": tagger["weights"],
        "tags": {"": tagger["tags"]},
    }


def _in_blocks(entries: Mapping[str, object]) -> tuple[list[str], list[bytes]]:
    """The first word of each block, and the block."""
    words = sorted(entries)
    heads = words[::BLOCK]
    parts = (words[begin : begin + BLOCK] for begin in range(0, len(words), BLOCK))
    return heads, [marshal.dumps({word: entries[word] for word in part}) for part in parts]


class WordTable:
    """A dictionary whose entries stay packed until they are asked for, a block at a time."""

    def __init__(self, heads: Sequence[str], blocks: Sequence[bytes]) -> None:
        """Nothing is unpacked yet.

        Args:
            heads: the first word of each block, in order.
            blocks: each a few entries.
        """
        self._heads = heads
        self._blocks = blocks

    def get(self, word: str, default: object = None) -> Any:  # noqa: ANN401  # text, a list or a mapping
        """The entry of a word."""
        at = bisect_right(self._heads, word) - 1
        return default if at < 0 else marshal.loads(self._blocks[at]).get(word, default)  # noqa: S302  # as above

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None


Dictionaries: TypeAlias = Mapping[str, WordTable | dict[str, Any]]
"""Lexicon, silver lexicon, and the parts of the tagger, under hibari's own names."""


def session_options() -> Any:  # noqa: ANN401  # onnxruntime has no type hints
    """One thread and the same steps everywhere, so that the same samples come each time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # The next level would lay data out for this very processor.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # or each process would keep what its longest sentence needed
    options.log_severity_level = 3
    return options

"""A model is fetched from a server of our own: resumed, checked, and never without a word."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.voices import command
from generator.core.errors import MachineError
from generator.voices.piper.fetch import fetch, offered

download_voices = pytest.importorskip(
    "piper.download_voices", reason="piper-tts has no wheel for this machine"
)

NAME = "en_US-tiny-low"
MODELS = Path(__file__).with_name("models")
CARD = "# Model card\n\n* License: CC BY 4.0\n"


class Shop:
    """Serves a list and files, and can break off."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {
            f"en/{NAME}.onnx": (MODELS / "tiny.onnx").read_bytes(),
            f"en/{NAME}.onnx.json": (MODELS / "tiny.onnx.json").read_bytes(),
            "en/MODEL_CARD": CARD.encode(),
        }
        self.most: int | None = None
        """Bytes of a model after which the line breaks."""
        self.asked: list[tuple[str, str]] = []
        """Path and range of each request."""

    def listed(self) -> bytes:
        files = {
            path: {
                "size_bytes": len(data),
                "md5_digest": hashlib.md5(data, usedforsecurity=False).hexdigest(),
            }
            for path, data in self.files.items()
        }
        return json.dumps({NAME: {"files": files}}).encode()


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    found = Shop()
    listing = found.listed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            wanted = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
            found.asked.append((path, wanted[1] if wanted else ""))
            data = listing if path == "voices.json" else found.files[path]
            begin = int(wanted[1]) if wanted else 0
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(data) - begin))
            self.end_headers()
            most = found.most if path.endswith(".onnx") else None
            self.wfile.write(data[begin:] if most is None else data[begin : begin + most])

        def log_message(self, *_: Any) -> None:  # noqa: ANN401  # as it is asked
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/voices.json?download=true"
    monkeypatch.setattr(download_voices, "VOICES_JSON", address)
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_model_is_fetched_whole_with_its_card(shop: Shop, tmp_path: Path) -> None:
    found = offered(NAME)
    assert found.licence == "CC BY 4.0"
    told: list[tuple[int, int]] = []
    fetch(found, tmp_path / "voices", lambda *how: told.append(how))
    assert {path.name for path in (tmp_path / "voices").iterdir()} == {
        f"{NAME}.onnx", f"{NAME}.onnx.json", f"{NAME}.MODEL_CARD.txt",
    }  # fmt: skip
    assert (tmp_path / "voices" / f"{NAME}.onnx").read_bytes() == shop.files[f"en/{NAME}.onnx"]
    assert told[-1] == (found.model.size, found.model.size)


def test_what_broke_off_is_gone_on_with(shop: Shop, tmp_path: Path) -> None:
    shop.most = 500
    found = offered(NAME)
    with pytest.raises(MachineError) as raised:
        fetch(found, tmp_path, lambda _have, _all: None)
    assert raised.value.hint == "try again: what has come is kept"
    assert not (tmp_path / f"{NAME}.onnx").exists()
    assert not (tmp_path / f"{NAME}.onnx.json").exists(), "it would be taken for a voice"
    shop.most = None
    fetch(found, tmp_path, lambda _have, _all: None)
    assert (tmp_path / f"{NAME}.onnx").read_bytes() == shop.files[f"en/{NAME}.onnx"]
    assert (f"en/{NAME}.onnx", "500") in shop.asked


def test_what_is_there_already_is_not_fetched_again(shop: Shop, tmp_path: Path) -> None:
    for _ in range(2):
        fetch(offered(NAME), tmp_path, lambda _have, _all: None)
    assert [path for path, _ in shop.asked].count(f"en/{NAME}.onnx") == 1


def test_what_was_damaged_on_its_way_is_no_voice(shop: Shop, tmp_path: Path) -> None:
    found = offered(NAME)
    data = bytearray(shop.files[f"en/{NAME}.onnx"])
    data[100] ^= 1
    shop.files[f"en/{NAME}.onnx"] = bytes(data)
    with pytest.raises(MachineError, match="is not what the list says"):
        fetch(found, tmp_path, lambda _have, _all: None)
    assert not list(tmp_path.glob("*.onnx*"))


@pytest.mark.parametrize("name", ["en_US-tini-low", "xx_XX-none-low", "../voices", "", "MODEL_CARD"])
def test_a_name_that_is_not_offered_is_told(shop: Shop, name: str) -> None:
    with pytest.raises(MachineError, match="Piper has no model"):
        offered(name)
    assert [path for path, _ in shop.asked] == ["voices.json"]


def test_without_a_network_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_voices, "VOICES_JSON", "http://127.0.0.1:9/voices.json?download=true")
    with pytest.raises(MachineError) as raised:
        offered(NAME)
    assert raised.value.hint == "is there a network?"


def test_the_command_shows_the_card_and_asks(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LESSON_VOICES", str(tmp_path / "voices"))
    run = CliRunner().invoke(command, ["--add", f"piper:{NAME}"], input="n\n", standalone_mode=False)
    assert "* License: CC BY 4.0" in run.output.splitlines()
    assert "Licence: CC BY 4.0" in run.output
    assert not (tmp_path / "voices").exists()
    shop.files["en/MODEL_CARD"] = b"A voice."
    run = CliRunner().invoke(command, ["--add", f"piper:{NAME}", "--yes"], standalone_mode=False)
    assert run.exception is None
    assert "Licence: none is named: ask its maker" in run.output
    assert f"Write voice: piper:{NAME}" in run.output
    assert (tmp_path / "voices" / f"{NAME}.MODEL_CARD.txt").read_text(encoding="utf-8") == "A voice."

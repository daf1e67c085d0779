"""The clip cache: what is damaged is a miss, and nothing about it ever stops a build."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.cache import LAYOUT, Cache, default_root


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def entry(root: Path, name: str) -> Path:
    (found,) = root.glob(f"*/*/{key(name)}")
    return found


@given(st.binary())
def test_what_was_put_is_got(payload: bytes) -> None:
    # A fresh folder for each example, where a fixture would share one.
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        cache.put(key("a"), payload)
        assert Cache(Path(folder)).get(key("a")) == payload


@pytest.mark.parametrize("keep", [0, 1, 8, 20, 24, 200])
def test_a_truncated_entry_is_a_miss(tmp_path: Path, keep: int) -> None:
    cache = Cache(tmp_path)
    cache.put(key("a"), b"x" * 1000)
    path = entry(tmp_path, "a")
    path.write_bytes(path.read_bytes()[:keep])
    assert cache.get(key("a")) is None


def test_an_entry_with_any_bit_flipped_is_a_miss(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key("a"), b"payload")
    path = entry(tmp_path, "a")
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.get(key("a")) is None


def test_swapped_entries_are_misses(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key("a"), b"a")
    cache.put(key("b"), b"b")
    a, b = entry(tmp_path, "a"), entry(tmp_path, "b")
    one, other = a.read_bytes(), b.read_bytes()
    a.write_bytes(other)
    b.write_bytes(one)
    assert cache.get(key("a")) is None
    assert cache.get(key("b")) is None


def test_a_folder_in_an_entrys_place_is_a_miss_and_is_replaced(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key("a"), b"a")
    path = entry(tmp_path, "a")
    path.unlink()
    path.mkdir()
    assert cache.get(key("a")) is None
    cache.put(key("a"), b"again")
    assert cache.get(key("a")) == b"again"


def test_an_unwritable_cache_is_noted_and_raises_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache(blocked / "cache")
    cache.put(key("a"), b"a")
    assert cache.get(key("a")) is None
    assert str(blocked) in cache.trouble


def test_what_was_used_least_recently_goes_first(tmp_path: Path) -> None:
    """Room for two entries of a shard: the one that was read stays, the one that was not goes."""
    cache = Cache(tmp_path, limit=16 * 2_300)
    names = [f"a{key(str(i))[1:]}" for i in range(3)]
    for age, name in enumerate(names[:2]):
        cache.put(name, b"x" * 1000)
        os.utime(tmp_path / LAYOUT / "a" / name, (1000 + age, 1000 + age))
    assert cache.get(names[0])
    cache.put(names[2], b"x" * 1000)
    assert [cache.get(name) is not None for name in names] == [True, False, True]


def test_no_shard_outgrows_its_room_whoever_fills_it(tmp_path: Path) -> None:
    """Two programs at once, neither of which knows of the other's entries before it looks."""
    limit = 50_000
    caches = [Cache(tmp_path, limit=16 * limit) for _ in range(2)]
    for number in range(300):
        caches[number % 2].put(f"a{key(str(number))[1:]}", b"x" * (number % 7 * 500))
        shard = tmp_path / LAYOUT / "a"
        assert sum(entry.stat().st_size for entry in shard.iterdir()) <= 2 * limit
    assert len(list(shard.iterdir())) > 20
    caches[0].put(f"a{key('last')[1:]}", b"x")
    assert caches[0].get(f"a{key('299')[1:]}") is not None


def test_an_entry_larger_than_its_share_is_kept(tmp_path: Path) -> None:
    """A cue of thousands of words must not be evicted by its own writing."""
    cache = Cache(tmp_path, limit=16)
    cache.put(key("a"), b"x" * 1000)
    assert cache.get(key("a")) == b"x" * 1000


def test_clear_removes_entries_and_nothing_else(tmp_path: Path) -> None:
    """`LESSON_CACHE` may point to a folder that holds other things too."""
    (tmp_path / LAYOUT / "ab").mkdir(parents=True)
    letter = tmp_path / LAYOUT / "ab" / "letter.txt"
    letter.write_text("mine")
    cache = Cache(tmp_path)
    cache.put(key("a"), b"a")
    assert cache.contents().entries == 1
    assert cache.clear().entries == 1
    assert cache.contents().entries == 0
    assert letter.read_text() == "mine"


def test_an_entry_is_there_be_it_whole_or_not_and_no_disk_is_an_error(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert not cache.has("ab" * 20)
    cache.put("ab" * 20, b"sound")
    assert cache.has("ab" * 20)
    (tmp_path / LAYOUT / "a" / ("ab" * 20)).write_bytes(b"")
    assert cache.has("ab" * 20)
    assert cache.get("ab" * 20) is None
    assert not Cache(tmp_path / ("x" * 300)).has("ab" * 20)


def test_the_unfinished_file_of_a_killed_process_is_swept_away(tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib\n"
        "from generator.core.atomic_files import atomic_writer\n"
        "with atomic_writer(pathlib.Path(sys.argv[1])) as stream:\n"
        "    stream.write(b'half'); stream.flush(); os.kill(os.getpid(), 9)\n"
    )
    unfinished = tmp_path / LAYOUT / "unfinished"
    unfinished.mkdir(parents=True)
    subprocess.run([sys.executable, "-c", program, str(unfinished / "entry")], check=False)
    assert len(list(unfinished.iterdir())) == 1
    Cache(tmp_path)
    assert list(unfinished.iterdir()) == []


def test_lesson_cache_overrides_the_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LESSON_CACHE", str(tmp_path / "here"))
    assert default_root() == tmp_path / "here"
    monkeypatch.delenv("LESSON_CACHE")
    assert default_root().name == "lesson"

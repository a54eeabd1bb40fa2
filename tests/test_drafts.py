"""Files appear whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kliping.drafts import Draft, replace_when_done, write_whole


@pytest.mark.parametrize("durable", [False, True])
@pytest.mark.parametrize("content", ["Kabar", b"Kabar", [b"Ka", b"bar"]], ids=["text", "bytes", "pieces"])
def test_a_file_and_nothing_else_is_written(tmp_path: Path, content, durable: bool) -> None:
    path = tmp_path / "a" / "b.txt"
    write_whole(path, content, durable=durable)
    write_whole(path, content, durable=durable)
    assert path.read_bytes() == b"Kabar"
    assert list(path.parent.iterdir()) == [path]


def test_an_error_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    write_whole(path, "lama")

    def pieces():
        yield b"baru"
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        write_whole(path, pieces())
    assert path.read_text() == "lama"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_there_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    with replace_when_done(path) as draft:
        draft.write_text("Kabar")
        assert not path.exists()
        assert draft.parent == path.parent
    assert path.read_text() == "Kabar"


def test_threads_that_write_one_file_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    texts = [str(n) * 100_000 for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda text: write_whole(path, text), texts))
    assert path.read_text() in texts
    assert list(tmp_path.iterdir()) == [path]


def test_who_holds_the_lock_clears_what_a_killed_process_left(tmp_path: Path) -> None:
    path = tmp_path / "b.duckdb"
    killed = Draft(path, locked=True)
    killed.path.write_text("half a database")
    killed.path.with_name(f"{killed.path.name}.wal").write_text("half a log")
    with replace_when_done(path, locked=True) as draft:
        assert list(tmp_path.iterdir()) == []
        draft.write_text("a database")
    assert [(left.name, left.read_text()) for left in tmp_path.iterdir()] == [("b.duckdb", "a database")]


def test_without_a_lock_drafts_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    abandoned, ours = Draft(path), Draft(path)
    abandoned.path.write_text("an earlier try")
    ours.path.write_text("Kabar")
    ours.keep()
    ours.discard()
    assert path.read_text() == "Kabar"
    assert abandoned.path.exists()

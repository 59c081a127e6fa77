"""What is the embedded engine's own: its file, its connections, and building while others read."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from search.engines.interface import Unavailable
from search.engines.sqlite import engine as module
from search.engines.sqlite.engine import SqliteEngine
from search.engines.sqlite.request_matches import by_combination
from tests.search.factories import FINGERPRINT, document, fill, found


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "search.sqlite3")


@pytest.fixture
def engine(path):
    return fill(SqliteEngine(path), [document(1, title="Plant")])


def test_another_engine_of_the_same_file_finds_what_was_written(engine, path):
    other = SqliteEngine(path)
    assert (found(other, "plant"), other.identity(FINGERPRINT)) == ([1], engine.identity(FINGERPRINT))
    other.write([document(2, title="Plant")])
    assert found(engine, "plant") == [1, 2]


def test_an_index_in_memory_is_one_for_all_threads():
    engine, seen = fill(SqliteEngine(":memory:"), [document(1, title="Plant")]), []
    threads = [threading.Thread(target=lambda: seen.append(found(engine, "plant"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [[1]] * 4


def test_readers_go_on_while_an_index_is_built_and_swapped(engine, path):
    seen, done = [], threading.Event()

    def read():
        reader = SqliteEngine(path)
        while not done.is_set():
            seen.append(tuple(found(reader, "plant")))

    reader = threading.Thread(target=read)
    reader.start()
    for at in range(2, 8):
        fill(engine, [document(at, title="Plant")])
    done.set()
    reader.join()
    assert set(seen) <= {(at,) for at in range(1, 8)}
    assert found(engine, "plant") == [7]


def test_a_search_sees_one_moment_of_the_index(engine, path, monkeypatch):
    original = by_combination

    def interrupted(scores):
        SqliteEngine(path).write([document(1, version=2, title="Llys")])
        return original(scores)

    monkeypatch.setattr(module, "by_combination", interrupted)
    assert found(engine, "plant") == [1]
    monkeypatch.undo()
    assert found(engine, "plant") == []


def test_a_damaged_file_is_set_aside_and_begun_anew(path, caplog):
    Path(path).write_bytes(b"This is no index. " * 1000)
    engine = SqliteEngine(path)
    with pytest.raises(Unavailable):
        found(engine, "plant")
    assert engine.identity(FINGERPRINT) is None
    assert "damaged" in caplog.text
    assert found(fill(engine, [document(1, title="Plant")]), "plant") == [1]
    assert Path(f"{path}.damaged").read_bytes().startswith(b"This is no index")


def test_damage_that_a_search_meets_is_mended_too(engine, path):
    engine._connections.close()
    size = Path(path).stat().st_size
    with Path(path).open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    with pytest.raises(Unavailable):
        found(SqliteEngine(path), "plant")
    broken = SqliteEngine(path)
    assert broken.identity(FINGERPRINT) is None
    assert found(fill(broken, [document(2, title="Plant")]), "plant") == [2]


def test_a_file_that_was_taken_away_is_no_index(engine, path):
    for name in Path(path).parent.glob("search.sqlite3*"):
        name.unlink()
    assert engine.identity(FINGERPRINT) is None
    with pytest.raises(Unavailable, match="no index"):
        found(engine, "plant")
    assert found(fill(engine, [document(3, title="Plant")]), "plant") == [3]


def test_an_index_of_another_analysis_is_not_taken_for_this_ones(engine):
    assert engine.identity(FINGERPRINT) is not None
    assert engine.identity("another") is None
    assert found(engine, "plant") == [1]


def test_what_an_interrupted_build_left_is_removed_by_the_next(engine, path):
    building = engine.build(FINGERPRINT)
    building.__enter__().write([document(2, title="Plant")])
    assert len(tables(path)) == 2
    fill(engine, [document(3, title="Plant")])
    assert len(tables(path)) == 1


def test_a_locked_or_full_file_is_unavailable_not_an_error(engine, path, monkeypatch):
    monkeypatch.setattr("search.engines.sqlite.connection_pool._WAIT", {"read": 0.01, "write": 0.01})
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            engine.write([document(2, title="Plant")])
        assert found(engine, "plant") == [1]


def test_a_process_that_was_forked_opens_a_connection_of_its_own(engine, monkeypatch):
    assert found(engine, "plant") == [1]
    before = engine._connections._of_thread()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert engine._connections._of_thread() is not before
    assert found(engine, "plant") == [1]


def tables(path):
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'combinations%' AND type = 'table'")
        return [name for (name,) in rows]

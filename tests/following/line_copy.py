"""A partner's copy as docs/rest.md says: the lines of the export in a file, byte for byte, kept by entries and what is fetched.

Whenever its process dies, it has what it had after some commit.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

_TABLES = """
CREATE TABLE IF NOT EXISTS line (item TEXT PRIMARY KEY, version INTEGER NOT NULL, line BLOB);
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), token TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS message (number INTEGER PRIMARY KEY, id TEXT NOT NULL, item TEXT NOT NULL, version INTEGER NOT NULL);
"""
_PUT = """
INSERT INTO line VALUES (?, ?, ?) ON CONFLICT (item) DO UPDATE SET version = excluded.version, line = excluded.line
WHERE excluded.version >= line.version
"""


class LineCopy:
    """Used by one thread. `api` is the address below which everything is asked for."""

    def __init__(self, path: str | Path, api: str) -> None:
        self._api = api
        self._database = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(_TABLES)

    @property
    def token(self) -> str:
        """Up to where it has followed; empty where it has not begun."""
        return "".join(token for (token,) in self._database.execute("SELECT token FROM place"))

    def begin(self) -> None:
        """Takes all there is, in place of whatever there was."""
        with urlopen(f"{self._api}/export", timeout=120) as answer:
            *lines, last = answer.read().splitlines()
        read = [(json.loads(line), line) for line in lines]
        with self._commit():
            self._database.execute("DELETE FROM line")
            self._put([(entry["id"], entry["version"], line) for entry, line in read])
            self._set_token(json.loads(last)["token"])

    def take(self, entries: list[dict[str, Any]], token: str = "", message: str = "") -> None:
        """Takes in entries, with the token to follow from or the id of the message that brought them."""
        newest = {entry["id"]: entry for entry in entries}
        public = [item for item, entry in newest.items() if any(_is_public(one) for one in entry["languages"])]
        fetched = self._fetched(public) if public else {}
        rows = [(item, entry["version"], _line(entry, fetched.get(item))) for item, entry in newest.items()]
        with self._commit():
            self._put(rows)
            if token:
                self._set_token(token)
            if message:
                told = [(message, item, version) for item, version, _ in rows]
                self._database.executemany("INSERT INTO message (id, item, version) VALUES (?, ?, ?)", told)

    def lines(self) -> dict[str, bytes]:
        """All that it has."""
        return dict(self._database.execute("SELECT item, line FROM line WHERE line IS NOT NULL"))

    def messages(self) -> list[tuple[str, str, int]]:
        """The messages that it took, in that order: id, item and version."""
        return self._database.execute("SELECT id, item, version FROM message ORDER BY number").fetchall()

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def _fetched(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        with urlopen(f"{self._api}/items?id={','.join(ids)}", timeout=60) as answer:
            return {one["id"]: one for one in json.load(answer)["items"]}

    @contextmanager
    def _commit(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        yield
        self._database.execute("COMMIT")

    def _put(self, rows: list[tuple[str, int, bytes | None]]) -> None:
        self._database.executemany(_PUT, rows)

    def _set_token(self, token: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (token,))


def _is_public(language: dict[str, Any]) -> bool:
    return bool(language["state"] == "published")


def _line(entry: dict[str, Any], fetched: dict[str, Any] | None) -> bytes | None:
    """As the export has it; None for what is not public any more."""
    if fetched is None or not (fetched["cy"] or fetched["en"]):
        return None
    whole = {**entry, "cy": fetched["cy"], "en": fetched["en"]}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

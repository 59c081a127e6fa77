"""A copy of what is public, in a SQLite file. What is read from it is of one moment, also while it is brought up to date."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from types import TracebackType
from typing import Any, Literal, Self, cast

from .client import Language
from .models import Item, Term
from .problems import CynnwysError

TERM = "term"
_Row = tuple[str, str, str, str | None, str]
_TABLES = """
CREATE TABLE IF NOT EXISTS editions (
    id TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, path TEXT, payload TEXT NOT NULL,
    PRIMARY KEY (id, language)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS editions_by_path ON editions (path, language);
CREATE INDEX IF NOT EXISTS editions_by_type ON editions (language, type);
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, what TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY CHECK (one = 1), token TEXT NOT NULL);
CREATE TEMPORARY TABLE exported (
    id TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, path TEXT, payload TEXT NOT NULL,
    PRIMARY KEY (id, language)
) WITHOUT ROWID;
"""
_DIFFERENT = """
SELECT exported.* FROM temp.exported AS exported LEFT JOIN editions USING (id, language)
WHERE editions.payload IS NOT exported.payload
"""
_LEFT = "SELECT id, language FROM editions EXCEPT SELECT id, language FROM temp.exported"


@dataclass(frozen=True)
class Edition:
    """An item or a term in one language. `type` is that of the item, or `term`."""

    id: str
    language: Language
    type: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class CopyChange:
    """What became of an edition in the copy; `number` only grows."""

    number: int
    id: str
    language: Language
    type: str
    what: Literal["added", "changed", "removed"]
    at: str


class Overtaken(Exception):
    """Another process has brought the copy further meanwhile."""


class NotACopy(CynnwysError):
    """A file that cannot be opened, or is no SQLite database of ours."""


class Copy:
    """The copy in a file, made where there is none. A `Copy` is used by one thread; a file by any number of them."""

    def __init__(self, path: str | PathLike[str]) -> None:
        try:
            self._database = sqlite3.connect(path, isolation_level=None, timeout=60)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.executescript(_TABLES)
        except sqlite3.Error as error:
            raise NotACopy(f"{path}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    # What is in it

    def item(self, id: str, language: Language, *, fallback: bool = False) -> Item | None:
        """An item; None where it is not public in that language, unless `fallback` asks for the other one."""
        found = self._one("id = ? AND language = ? AND type != ?", id, language, TERM)
        if found is None and fallback:
            other: Language = "en" if language == "cy" else "cy"
            found = self._one("id = ? AND language = ? AND type != ?", id, other, TERM)
            found = found and {"fallback": {"asked": language, "served": other}, **found}
        return cast(Item | None, found)

    def item_at(self, path: str, language: Language) -> Item | None:
        """The item at a public path of that language."""
        return cast(Item | None, self._one("path = ? AND language = ?", path, language))

    def items(self, language: Language, type: str | None = None) -> Iterator[Item]:
        """All items of a language, or those of a type."""
        where, given = ("type = ?", type) if type else ("type != ?", TERM)
        return cast(Iterator[Item], self._all(f"language = ? AND {where}", language, given))

    def term(self, id: str, language: Language) -> Term | None:
        """A term of the glossary."""
        return cast(Term | None, self._one("id = ? AND language = ? AND type = ?", id, language, TERM))

    def terms(self, language: Language) -> Iterator[Term]:
        """The glossary of a language."""
        return cast(Iterator[Term], self._all("language = ? AND type = ?", language, TERM))

    def changes(self, since: int = 0) -> Iterator[CopyChange]:
        """What became of this copy after the change of a number, in order: each difference, none twice, none left out."""
        select = "SELECT number, id, language, type, what, at FROM changes WHERE number > ? ORDER BY number"
        for row in self._database.execute(select, (since,)):
            yield CopyChange(*row)

    # How it is kept

    @property
    def token(self) -> str | None:
        """Up to where it has followed; None where it has not begun."""
        row = self._database.execute("SELECT token FROM position").fetchone()
        return str(row[0]) if row else None

    @property
    def last_change(self) -> int:
        """The number of the newest of `changes`; 0 where nothing is in the copy yet."""
        (number,) = self._database.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()
        return int(number)

    def apply(
        self, editions: Iterable[Edition], removed: Iterable[tuple[str, Language]], token: str, after: str
    ) -> None:
        """Takes up what changed after a token, and the token that follows, in one commit."""
        with self._commit(after):
            for edition in editions:
                self._put(_row(edition))
            for id, language in removed:
                self._remove(id, language)
            self._set_token(token)

    def replace(self, editions: Iterable[Edition], token: Callable[[], str], after: str | None) -> None:
        """Becomes equal to a whole export in one commit. `token` is asked for at the end of it.

        Until then it lies aside: readers have what was there before, and nobody is kept from writing.
        """
        with self._aside():
            rows = map(_row, editions)
            self._database.executemany("INSERT OR REPLACE INTO temp.exported VALUES (?, ?, ?, ?, ?)", rows)
        place = token()
        with self._commit(after):
            for row in self._database.execute(_DIFFERENT).fetchall():
                self._put(row)
            for id, language in self._database.execute(_LEFT).fetchall():
                self._remove(id, language)
            self._set_token(place)
        self._database.execute("DELETE FROM temp.exported")

    @contextmanager
    def _aside(self) -> Iterator[None]:
        self._database.execute("DELETE FROM temp.exported")
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.execute("COMMIT")

    @contextmanager
    def _commit(self, after: str | None) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            if self.token != after:
                raise Overtaken
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _put(self, row: _Row) -> None:
        id, language, type_, _, payload = row
        find = "SELECT payload FROM editions WHERE id = ? AND language = ?"
        before = self._database.execute(find, (id, language)).fetchone()
        if before != (payload,):
            self._database.execute("INSERT OR REPLACE INTO editions VALUES (?, ?, ?, ?, ?)", row)
            self._note(id, language, type_, "changed" if before else "added")

    def _remove(self, id: str, language: str) -> None:
        delete = "DELETE FROM editions WHERE id = ? AND language = ? RETURNING type"
        for (type_,) in self._database.execute(delete, (id, language)).fetchall():
            self._note(id, language, type_, "removed")

    def _note(self, id: str, language: str, type_: str, what: str) -> None:
        values = (id, language, type_, what)
        self._database.execute("INSERT INTO changes (id, language, type, what) VALUES (?, ?, ?, ?)", values)

    def _set_token(self, token: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO position VALUES (1, ?)", (token,))

    def _one(self, where: str, *values: str) -> dict[str, Any] | None:
        return next(self._all(where, *values), None)

    def _all(self, where: str, *values: str) -> Iterator[dict[str, Any]]:
        select = f"SELECT payload FROM editions WHERE {where} ORDER BY id"  # noqa: S608 - conditions of ours
        for (payload,) in self._database.execute(select, values):
            yield json.loads(payload)


def _row(edition: Edition) -> _Row:
    payload = json.dumps(edition.payload, ensure_ascii=False, separators=(",", ":"))
    return edition.id, edition.language, edition.type, edition.payload.get("path"), payload

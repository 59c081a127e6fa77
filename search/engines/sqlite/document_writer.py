"""Writes documents into one build of the embedded index. Newer and equal versions win; tombstones stay."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from cms.content.languages import CODES, Language
from search.engines import ranking

from ..documents import OWN_FIELDS, TWIN_FIELDS, IndexDocument
from .index_tables import COMBINATION_BITS, FULL_TEXT, IndexTables, combinations_table

_BATCH: Final = 500
_Rows = list[tuple[Any, ...]]


def write_documents(connection: sqlite3.Connection, build: int, documents: Iterable[IndexDocument]) -> None:
    """Stores documents of both languages, within the transaction of the connection."""
    newest: dict[Language, dict[str, IndexDocument]] = {code: {} for code in CODES}
    for document in documents:
        mine, item = newest[document.language], str(document.item)
        if item not in mine or document.version >= mine[item].version:
            mine[item] = document
    for language, wanted in newest.items():
        _write(connection, IndexTables(build, language), wanted)


def _write(connection: sqlite3.Connection, tables: IndexTables, wanted: dict[str, IndexDocument]) -> None:
    outdated: list[int] = []
    for identity, item, version in _stored(connection, tables, list(wanted)):
        if version > wanted[item].version:
            del wanted[item]
        else:
            outdated.append(identity)
    for name in ("documents", "highlight_sources"):
        statement = f"DELETE FROM {getattr(tables, name)} WHERE id = ?"  # noqa: S608 - our own names
        connection.executemany(statement, [(identity,) for identity in outdated])
    for name in FULL_TEXT:
        statement = f"DELETE FROM {getattr(tables, name)} WHERE rowid = ?"  # noqa: S608 - our own names
        connection.executemany(statement, [(identity,) for identity in outdated])
    _insert(connection, tables, list(wanted.values()))


def _stored(
    connection: sqlite3.Connection, tables: IndexTables, items: Sequence[str]
) -> Iterable[tuple[int, str, int]]:
    for start in range(0, len(items), _BATCH):
        batch = items[start : start + _BATCH]
        placeholders = ", ".join("?" for _ in batch)
        yield from connection.execute(
            f"SELECT id, item, version FROM {tables.documents} WHERE item IN ({placeholders})",  # noqa: S608 - our own names
            batch,
        ).fetchall()


def _insert(connection: sqlite3.Connection, tables: IndexTables, documents: Sequence[IndexDocument]) -> None:
    if not documents:
        return
    last = _numbers(connection, tables.build, len(documents))
    rows: dict[str, _Rows] = {name: [] for name in ("documents", "highlight_sources", *FULL_TEXT)}
    known: dict[tuple[str, ...], int] = {}
    for number, document in enumerate(documents, last + 1):
        combination = _combination(connection, tables.build, document, known)
        identity = (combination << COMBINATION_BITS) + number
        rows["documents"].append(_facts(identity, document))
        if document.state == "gone":
            continue
        rows["starts"].append((identity, " ".join(document.starts)))
        if document.doc_type == "item":
            rows["highlight_sources"].append((identity, document.highlight_source))
            rows["keys"].append((identity, *_columns(document)))
            rows["sequences"].append((
                identity, document.title_sequence, document.sequence,
                document.twin_title_sequence, document.twin_sequence,
            ))  # fmt: skip
            rows["words"].append((identity, " ".join(document.words)))
    for name, made in rows.items():
        if made:
            _insert_all(connection, getattr(tables, name), name in FULL_TEXT, made)


def _insert_all(connection: sqlite3.Connection, table: str, full_text: bool, rows: _Rows) -> None:
    columns = ""
    if full_text:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        columns = f" (rowid, {', '.join(names)})"
    values = ", ".join("?" for _ in rows[0])
    connection.executemany(f"INSERT INTO {table}{columns} VALUES ({values})", rows)  # noqa: S608 - our own names


def _numbers(connection: sqlite3.Connection, build: int, count: int) -> int:
    """The last number given to a document, once `count` more are taken."""
    connection.execute("UPDATE builds SET last_document = last_document + ? WHERE number = ?", (count, build))
    found: int = connection.execute("SELECT last_document FROM builds WHERE number = ?", (build,)).fetchone()[0]
    return found - count


def _combination(
    connection: sqlite3.Connection, build: int, document: IndexDocument, known: dict[tuple[str, ...], int]
) -> int:
    """The number of the document's combination; 0 for what has none."""
    if document.state == "gone" or document.doc_type == "term":
        return 0
    audiences, topics = (" ".join(sorted(set(values))) for values in (document.audiences, document.topics))
    combination = (document.type, document.kind, audiences, document.section, topics)
    if combination not in known:
        table = combinations_table(build)
        values = "(type, kind, audience, section, topic) VALUES (?, ?, ?, ?, ?)"
        connection.execute(f"INSERT OR IGNORE INTO {table} {values}", combination)
        condition = "(type, kind, audience, section, topic) = (?, ?, ?, ?, ?)"
        found = connection.execute(f"SELECT id FROM {table} WHERE {condition}", combination)  # noqa: S608 - our own names
        known[combination] = found.fetchone()[0]
    return known[combination]


def _facts(identity: int, document: IndexDocument) -> tuple[Any, ...]:
    published, updated, expires = document.published_at, document.updated_at, document.expires_at
    return (
        identity,
        str(document.item),
        document.version,
        document.doc_type,
        document.edition,
        document.title,
        document.title_key,
        ranking.microseconds(published) if published else 0,
        ranking.microseconds(updated) if updated else 0,
        document.new_until.toordinal() if document.new_until else 0,
        ranking.microseconds(expires) if expires else None,
        document.starts[0] if document.starts else "",
        document.title_sequence,
        document.twin_title_sequence,
    )


def _columns(document: IndexDocument) -> list[str]:
    """The keys of each field, each key only in the best field of its side: a word's best field is then the one it is in."""
    columns: list[str] = []
    for fields in (OWN_FIELDS, TWIN_FIELDS):
        seen: set[str] = set()
        for name in fields:
            fresh = [key for key in document.keys.get(name, ()) if key not in seen]
            seen.update(fresh)
            columns.append(" ".join(fresh))
    return columns

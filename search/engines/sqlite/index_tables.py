"""The tables of the embedded index: one set a build and language, so that a new build is filled beside the one that serves.

A document's id has its combination (type, kind, section, audiences, topics) in the upper bits: facets are counted, and
filtered by, without a look at the documents. What is not public is in no full-text table.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from cms.content.languages import CODES, Language

from ..documents import OWN_FIELDS, TWIN_FIELDS

# What the rows hold: changes with document_writer.py.
FORMAT: Final = 1
COMBINATION_BITS: Final = 32
# Keys are letters and digits only; PASSAGE_BREAK is a word too. SQLite's own folding of letters beyond ASCII is off.
_TOKENS: Final = "tokenize=\"ascii tokenchars '_'\", columnsize=0"
BUILDS: Final = """
CREATE TABLE IF NOT EXISTS builds (
    number INTEGER PRIMARY KEY AUTOINCREMENT, identity TEXT NOT NULL, fingerprint TEXT NOT NULL,
    serves INTEGER NOT NULL DEFAULT 0, last_document INTEGER NOT NULL DEFAULT 0
)
"""

POSITIONS: Final = "CREATE TABLE IF NOT EXISTS positions (number INTEGER PRIMARY KEY, position TEXT NOT NULL)"

_COMBINATION: Final = """
    id INTEGER PRIMARY KEY, type TEXT, kind TEXT, audience TEXT, section TEXT, topic TEXT,
    UNIQUE (type, kind, audience, section, topic)
"""
_DOCUMENT: Final = """
    id INTEGER PRIMARY KEY, item TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, doc_type TEXT, edition INTEGER, title TEXT,
    title_key TEXT, published_at INTEGER, updated_at INTEGER, new_until INTEGER, expires_at INTEGER, first_start TEXT,
    title_sequence TEXT, twin_title_sequence TEXT
"""


@dataclass(frozen=True, slots=True)
class IndexTables:
    """The names of one build's tables for one language."""

    build: int
    language: Language

    def __getattr__(self, name: str) -> str:
        """`documents`, `keys` and so on: names of our own words and a number, never of anything that was given."""
        if name not in _KINDS:
            raise AttributeError(name)
        return f"{name}_{self.build}_{self.language}"


_KINDS: Final = ("documents", "highlight_sources", "keys", "sequences", "starts", "words", "spellings")
FULL_TEXT: Final = ("keys", "sequences", "starts", "words")


def combinations_table(build: int) -> str:
    """The name of the table of a build's combinations."""
    return f"combinations_{build}"


def create_statements(build: int) -> list[str]:
    """What makes the tables of a build."""
    made = [f"CREATE TABLE {combinations_table(build)} ({_COMBINATION})"]
    for language in CODES:
        made += _create(IndexTables(build, language))
    return made


def _create(tables: IndexTables) -> list[str]:
    documents = tables.documents
    fields = ", ".join((*OWN_FIELDS, *TWIN_FIELDS))
    return [
        f"CREATE TABLE {documents} ({_DOCUMENT})",
        f"CREATE INDEX {documents}_title ON {documents} (title_sequence) WHERE title_sequence != ''",
        f"CREATE INDEX {documents}_twin ON {documents} (twin_title_sequence) WHERE twin_title_sequence != ''",
        f"CREATE INDEX {documents}_end ON {documents} (expires_at) WHERE expires_at IS NOT NULL",
        f"CREATE TABLE {tables.highlight_sources} (id INTEGER PRIMARY KEY, highlight_source TEXT NOT NULL)",
        f"CREATE VIRTUAL TABLE {tables.keys} USING fts5 ({fields}, detail=column, prefix='2 3 4', {_TOKENS})",
        f"CREATE VIRTUAL TABLE {tables.sequences} USING fts5 (title, text, twin_title, twin, {_TOKENS})",
        f"CREATE VIRTUAL TABLE {tables.starts} USING fts5 (starts, detail=none, prefix='2 3', {_TOKENS})",
        f"CREATE VIRTUAL TABLE {tables.words} USING fts5 (words, detail=none, {_TOKENS})",
        f"CREATE VIRTUAL TABLE {tables.spellings} USING fts5vocab ({tables.words}, row)",
    ]


def drop_statements(build: int) -> list[str]:
    """What removes the tables of a build."""
    names = [getattr(IndexTables(build, language), kind) for language in CODES for kind in reversed(_KINDS)]
    return [f"DROP TABLE IF EXISTS {name}" for name in (*names, combinations_table(build))]


def fingerprint(content_fingerprint: str) -> str:
    """What an index is made by: these tables, the format of their rows, and how its documents are made."""
    made = (*create_statements(0), str(FORMAT), content_fingerprint)
    return hashlib.blake2b("\n".join(made).encode(), digest_size=12).hexdigest()

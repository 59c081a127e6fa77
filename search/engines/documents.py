"""What an engine stores of an item or a term: documents. They hold keys that the analysis made, codes and moments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from cms.content.languages import Language

# A document's keys by what they are worth in it (indexing/impacts.py), best first: those of its own words, and those of the
# other language's edition, as that language is analysed.
FieldName = Literal[
    "own_8", "own_7", "own_6", "own_5", "own_4", "own_3", "own_2", "own_1", "twin_4", "twin_3", "twin_2", "twin_1"
]
OWN_FIELDS: Final[tuple[FieldName, ...]] = ("own_8", "own_7", "own_6", "own_5", "own_4", "own_3", "own_2", "own_1")
TWIN_FIELDS: Final[tuple[FieldName, ...]] = ("twin_4", "twin_3", "twin_2", "twin_1")

# Between the passages of a sequence: no key is like it.
PASSAGE_BREAK: Final = "_"
DocumentType = Literal["item", "term"]


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """An item (or a term, for suggestions) in one language, as it is searched.

    A write wins if its `version` (the log's, from before the content was read) is at least the stored one. What was
    withdrawn or deleted is stored as a tombstone (`state` gone, the rest empty), so that no late write brings it back.
    """

    item: UUID
    language: Language
    version: int
    state: Literal["public", "gone"] = "public"
    doc_type: DocumentType = "item"
    edition: int = 0
    type: str = ""
    kind: str = ""
    section: str = ""
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    title: str = ""
    title_key: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    new_until: date | None = None
    expires_at: datetime | None = None
    keys: Mapping[FieldName, tuple[str, ...]] = field(default_factory=dict)  # distinct; each in one field of a side
    title_sequence: str = ""  # primary keys, joined by spaces
    sequence: str = ""  # of all own text, with PASSAGE_BREAK between passages
    twin_title_sequence: str = ""
    twin_sequence: str = ""
    starts: tuple[str, ...] = ()  # of the title's (or the term's forms') words, for suggestions
    words: tuple[str, ...] = ()  # distinct words as written, in lower case: what `similar` looks through
    highlight_source: str = ""  # what highlights are made of (search/highlighting/highlight_source.py)

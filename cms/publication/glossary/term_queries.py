"""The readers of terms: a list by keyset, one term, and a whole language for the glossary's page. Two queries at most."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cms.content.languages import CODES, Language, other

from ..collation import letter_of
from ..models import State, TermEdition
from ..queries.keyset import page_of
from ..queries.query_types import (
    EditionList,
    FoundItem,
    ItemState,
    KeysetPosition,
    LanguageStatus,
    ListRow,
    ReadyEdition,
    SortName,
)

_STATES: Final[dict[str, ItemState]] = {"published": "published", "withdrawn": "withdrawn", "gone": "gone"}


@dataclass(frozen=True, slots=True)
class ReadyTerm:
    """A term that may be served, with its ready bytes."""

    item: UUID
    language: Language
    version: int
    digest: str
    changed_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term that is or once was public: the term in the language asked for if it may be served, and how it stands."""

    term: ReadyTerm | None
    found: FoundItem


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term as the glossary's page shows it; `twin` is its name in the other language."""

    item: UUID
    version: int
    letter: str
    name: str
    other_forms: tuple[str, ...]
    definition: str
    twin: str


def terms(
    language: Language,
    limit: int,
    place: KeysetPosition | None = None,
    sort: SortName = "title",
    changed_since: int | None = None,
) -> EditionList:
    """At most `limit` terms beside `place`, by the alphabet or by version, and how many there are."""
    public = TermEdition.objects.filter(language=language, state=State.PUBLISHED)
    if changed_since is not None:
        public = public.filter(version__gt=changed_since)
    field = "version" if sort == "version" else "name_key"
    found, more = page_of(public, field, ("item", field, "body"), limit, place, descending=sort == "-title")
    rows = tuple(ListRow(item, key, bytes(body)) for item, key, body in found)
    return EditionList(rows, more, public.count(), None)


def term(item: UUID, language: Language) -> FoundTerm | None:
    """A term; None if it was never public."""
    rows = {row.language: row for row in TermEdition.objects.filter(item=item)}
    if not rows:
        return None
    own = rows.get(language)
    ready = None
    if own is not None and own.state == State.PUBLISHED:
        ready = ReadyTerm(item, language, own.version, own.digest, own.changed_at, bytes(own.body))
    return FoundTerm(ready, FoundItem(item, tuple(_status(code, rows.get(code)) for code in CODES), ()))


def some_terms(items: Iterable[UUID], *languages: Language) -> list[FoundItem]:
    """Those of the items that are terms, with their editions in `languages`, by id."""
    stored: dict[UUID, dict[str, TermEdition]] = {}
    for row in TermEdition.objects.filter(item__in=items).order_by("item"):
        stored.setdefault(row.item, {})[row.language] = row
    return [
        FoundItem(item, tuple(_status(code, rows.get(code)) for code in CODES), tuple(_ready(rows, languages)))
        for item, rows in stored.items()
    ]


def _ready(rows: Mapping[str, TermEdition], languages: Iterable[Language]) -> Iterator[ReadyEdition]:
    for row in (rows[language] for language in languages if language in rows):
        if row.state == State.PUBLISHED:
            yield ReadyEdition(
                row.item, row.lang, row.version, row.digest, row.changed_at, None, "", row.name, bytes(row.body), b""
            )


def forms(items: Iterable[UUID], language: Language) -> dict[UUID, tuple[str, ...]]:
    """The forms of those of `items` that are public terms, the name first."""
    public = TermEdition.objects.filter(item__in=items, language=language, state=State.PUBLISHED)
    return {item: (name, *found[1:]) for item, name, found in public.values_list("item", "name", "forms")}


def glossary(language: Language) -> tuple[GlossaryEntry, ...]:
    """All public terms of a language, in its alphabetical order."""
    public = TermEdition.objects.filter(state=State.PUBLISHED)
    columns = ("item", "language", "version", "name", "name_key", "forms", "definition")
    rows: Sequence[dict[str, Any]] = list(public.order_by("name_key", "item").values(*columns))
    names = {row["item"]: row["name"] for row in rows if row["language"] == other(language)}
    return tuple(
        GlossaryEntry(
            item=row["item"],
            version=row["version"],
            letter=letter_of(row["name_key"], language),
            name=row["name"],
            other_forms=tuple(row["forms"][1:]),
            definition=row["definition"],
            twin=names[row["item"]],
        )
        for row in rows
        if row["language"] == language and row["item"] in names
    )


def _status(language: Language, row: TermEdition | None) -> LanguageStatus:
    if row is None:
        return LanguageStatus(language, "missing")
    state = _STATES[row.state]
    title = row.name if state == "published" else ""
    return LanguageStatus(language, state, row.state_since, title=title, changed_at=row.changed_at)

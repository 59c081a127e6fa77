"""The readers of single items and of what public editions offer. One query each, two for a path where nothing is public now, a
few more for what has moved to another item; lists are in list_queries.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from cms.content.languages import CODES, Language

from ..drafts.preview_overlay import shown_overlay
from ..models import AddressHistory, Edition, LogHead, ReaderNotice, State
from ..notices.notice_queries import ends_of_moves
from ..payload.compression import Encoding
from ..visibility import may_be_served
from .query_types import FoundItem, ItemState, LanguageStatus, Offer, ReadyEdition
from .statements import prepared, rows, select

_FACTS: Final = (
    "item", "language", "type", "state", "state_since", "path", "title", "position", "version", "digest", "changed_at",
    "expires_at",
)  # fmt: skip
_LABELS: Final = ("ready", "encoded", "moved_to")
# The item that one is said to have moved to, if that was said last.
_NOTICES: Final = ReaderNotice._meta.db_table
_NEWEST_MOVE: Final = (
    f"SELECT moved_to FROM {_NOTICES} WHERE {_NOTICES}.item = {Edition._meta.db_table}.item ORDER BY id DESC LIMIT 1"  # noqa: S608
)
_ENCODED: Final[dict[Encoding, str]] = {
    "identity": "NULL",
    "gzip": "body_gzip",
    "br": "CASE WHEN encoded_version = version THEN body_br END",
    "zstd": "CASE WHEN encoded_version = version THEN body_zstd END",
}
_BYTES: Final = {
    encoding: (
        "CASE WHEN language IN (%s, %s) THEN body END AS ready",
        f"CASE WHEN language IN (%s, %s) THEN {column} END AS encoded",
        f"CASE WHEN state <> '{State.PUBLISHED}' THEN ({_NEWEST_MOVE}) END AS moved_to",
    )
    for encoding, column in _ENCODED.items()
}
# Whose an address is, now or since it last was anybody's.
_OWNER: Final = f"SELECT owner FROM {AddressHistory._meta.db_table} WHERE path = %s ORDER BY id DESC LIMIT 1"  # noqa: S608
# Asked after every answer that is made: building it through the ORM takes longer than the database takes to answer it.
_HEAD: Final = LogHead._meta.db_table
_GENERATION: Final = f'SELECT "{_HEAD}"."generation" FROM "{_HEAD}" LIMIT 1'  # noqa: S608
_Stored = dict[str, Any]
# Whether an edition is one that a query asks for: what the condition of its statement says, of what stands in for the table.
_Fits = Callable[[Edition], bool]


def item(item_id: UUID, *languages: Language, former: bool = True, encoding: Encoding = "identity") -> FoundItem | None:
    """An item with its editions in `languages`; None if it was never public. If `former`, of an item that was said to have
    `moved` to another the other. In an `encoding`, too.
    """
    found = _rows("item = %s", [prepared("item", item_id)], languages, encoding, lambda one: one.item == item_id)
    return (_moved_to(found, languages) if former else None) or _best(found, languages)


def items(item_ids: Iterable[UUID], *languages: Language) -> list[FoundItem]:
    """Those of the items that are public or once were, with their editions in `languages`, by id."""
    wanted = set(item_ids)
    ids = [prepared("item", item_id) for item_id in wanted]
    marks = ", ".join(["%s"] * len(ids))
    found: dict[UUID, list[_Stored]] = defaultdict(list)
    given = _rows(f"item IN ({marks})", ids, languages, fits=lambda one: one.item in wanted) if ids else []
    for row in given:
        found[row["item"]].append(row)
    now = timezone.now()
    return [_found(found[item_id], languages, now) for item_id in sorted(found)]


def item_at(path: str, *languages: Language, former: bool = True, encoding: Encoding = "identity") -> FoundItem | None:
    """The item that has, or last had, this public path in either language, with its editions in `languages`.

    What is public at the path now comes first; else, if `former`, what was public there last, which may have `moved`.
    Some browsers and mail programs take letters and their accents apart (NFD).
    """
    path = unicodedata.normalize("NFC", path)
    overlay = shown_overlay()
    stored = overlay.moves.back(path) if overlay else path
    found = _rows(
        f"item IN ({select(('item',), (), 'path = %s')})", [stored], languages, encoding, lambda one: one.path == path
    )
    now = timezone.now()
    if former and not _any_public(_at(path, found), now):
        last = _rows(f"item = ({_OWNER})", [path], languages)
        if last:
            return _moved_to(last, languages) or _found(last, languages, now, moved=not _at(path, last))
    return _best(found, languages, path)


def first_of_type(type_: str, *languages: Language, encoding: Encoding = "identity") -> FoundItem | None:
    """The first item of a type (home, framework) in the editors' order; one in the first of `languages` is preferred."""
    return _best(_rows("type = %s", [type_], languages, encoding, lambda one: one.type == type_), languages)


def numbered(type_: str, number: str, *languages: Language, encoding: Encoding = "identity") -> FoundItem | None:
    """The item of a type that has that number, such as `6` or `6.2` of a section."""

    def fits(one: Edition) -> bool:
        return (one.type, one.number) == (type_, number)

    return _best(_rows("type = %s AND number = %s", [type_, number], languages, encoding, fits), languages)


def offer(kind: Literal["file", "picture"], uid: UUID) -> Offer:
    """Whether a public edition offers a file or shows a picture."""
    overlay = shown_overlay()
    if overlay is not None and overlay.offers(kind, uid):
        return Offer("offered", None)
    offering = Edition.objects.filter(facets__name=kind, facets__value=str(uid)).values(
        "state", "expires_at", "item", "language"
    )
    now = timezone.now()
    found: list[_Stored] = [{**row} for row in offering]
    public = [row for row in found if _is_public(row, now)]
    ends: list[datetime | None] = [row["expires_at"] for row in public]
    if ends:
        until = None if None in ends else max(end for end in ends if end)
        return Offer("offered", until, frozenset((row["item"], row["language"]) for row in public))
    return Offer("withdrawn" if found else "unknown")


def generation() -> int:
    """A number that is another one after every transaction that may have changed what any query here gives."""
    with connection.cursor() as cursor:
        cursor.execute(_GENERATION)
        found = cursor.fetchone()
    return found[0] if found else 0


def _none(one: Edition) -> bool:
    return False


def _rows(
    condition: str,
    parameters: list[Any],
    languages: Iterable[Language],
    encoding: Encoding = "identity",
    fits: _Fits = _none,
) -> list[_Stored]:
    """Both languages' rows of the items, with bytes for `languages` only. What is previewed stands in for what is public."""
    wanted = [code if code in languages else None for code in CODES]
    found = rows(select(_FACTS, _BYTES[encoding], condition), [*wanted, *wanted, *parameters], _FACTS, _LABELS)
    overlay = shown_overlay()
    if overlay is None:
        return found
    items = {row["item"] for row in found} | {one.item for one in overlay.editions() if fits(one)}
    kept = [row for row in found if row["item"] not in overlay.items]
    around = overlay.around([(row["item"], row["language"]) for row in kept])
    for row in kept:
        if made := around.get((row["item"], row["language"])):
            row |= {"path": made.path, "ready": made.body, "encoded": b""}
    return kept + [_previewed_row(one) for one in overlay.editions() if one.item in items]


def _previewed_row(edition: Edition) -> _Stored:
    return {
        **{name: getattr(edition, name) for name in _FACTS},
        "ready": edition.body,
        "encoded": b"",
        "moved_to": None,
    }


def _moved_to(rows: list[_Stored], languages: tuple[Language, ...]) -> FoundItem | None:
    """The item that has what an item had, where that is public in none of the languages and the other is."""
    now = timezone.now()
    item = next((row["item"] for row in rows if row["moved_to"] is not None), None)
    if item is None or _any_public((row for row in rows if row["language"] in languages), now):
        return None
    end = ends_of_moves([(item, languages[0])]).get((item, languages[0]))
    found = _rows("item = %s", [prepared("item", end)], languages) if end else []
    there = _any_public((row for row in found if row["language"] in languages), now)
    return replace(_found(found, languages, now, moved=True), led_from=item) if there else None


def _best(rows: list[_Stored], languages: tuple[Language, ...], path: str = "") -> FoundItem | None:
    """The item that answers best: public in the language asked for, then public at all, then ended last."""
    now = timezone.now()
    items: dict[UUID, list[_Stored]] = defaultdict(list)
    for row in rows:
        items[row["item"]].append(row)
    if not items:
        return None

    def rank(pair: list[_Stored]) -> tuple[bool, bool, float, str]:
        own = _at(path, pair) if path else [row for row in pair if row["language"] == languages[0]]
        ended = 0.0 if _any_public(pair, now) else max(row["state_since"].timestamp() for row in pair)
        return (
            not _any_public(own, now),
            not _any_public(pair, now),
            -ended,
            min(row["position"] for row in own or pair),
        )

    return _found(min(items.values(), key=rank), languages, now)


def _at(path: str, rows: Iterable[_Stored]) -> list[_Stored]:
    """Those that are, or ended, at a path."""
    return [row for row in rows if row["path"] == path]


def _any_public(rows: Iterable[_Stored], now: datetime) -> bool:
    return any(_is_public(row, now) for row in rows)


def _is_public(row: _Stored, now: datetime) -> bool:
    return may_be_served(row["state"], row["expires_at"], now)


def _found(pair: list[_Stored], languages: tuple[Language, ...], now: datetime, *, moved: bool = False) -> FoundItem:
    by_language = {row["language"]: row for row in pair}
    ready = tuple(
        _ready(by_language[code]) for code in languages if code in by_language and _is_public(by_language[code], now)
    )
    return FoundItem(pair[0]["item"], tuple(_status(code, by_language.get(code), now) for code in CODES), ready, moved)


def _status(language: Language, row: _Stored | None, now: datetime) -> LanguageStatus:
    if row is None:
        return LanguageStatus(language, "missing")
    if _is_public(row, now):
        return LanguageStatus(
            language, "published", row["state_since"], row["title"], row["path"], row["changed_at"], row["expires_at"]
        )
    if row["state"] == State.PUBLISHED:
        return LanguageStatus(language, "withdrawn", row["expires_at"], changed_at=row["expires_at"])
    state: ItemState = "gone" if row["state"] == State.GONE else "withdrawn"
    return LanguageStatus(language, state, row["state_since"], changed_at=row["changed_at"])


def _ready(row: _Stored) -> ReadyEdition:
    return ReadyEdition(
        item=row["item"],
        language=row["language"],
        version=row["version"],
        digest=row["digest"],
        changed_at=row["changed_at"],
        expires_at=row["expires_at"],
        path=row["path"],
        title=row["title"],
        body=bytes(row["ready"]),
        encoded=bytes(row["encoded"] or b""),
    )

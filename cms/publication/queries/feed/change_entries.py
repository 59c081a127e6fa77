"""From rows of the log to what followers are told: how each item is now. A constant number of queries, however many rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cms.content.languages import CODES, Language

from ...glossary.term_addresses import term_address, term_api_address
from ...models import Change, ChangeKind, Edition, Facet, NoticeKind, ReaderNotice, State, TermEdition
from ...notices.notice_queries import Alternative, came_back, newest_notices, shown_instead
from ...payload.addresses import api_address, public_address
from ...visibility import may_be_served
from ..manifest_query import TERM
from ..query_types import ItemState
from .change_payload import ChangedEdition, ChangePayload, ChangeReason

_OF_ITEMS: Final = (
    "pk", "item", "language", "type", "section", "state", "state_since", "path", "version", "digest", "expires_at",
)  # fmt: skip
_STATES: Final[dict[State, ItemState]] = {
    State.PUBLISHED: "published", State.WITHDRAWN: "withdrawn", State.GONE: "gone",
}  # fmt: skip
_OF_WHAT_IS_GONE: Final = (NoticeKind.GONE, NoticeKind.MOVED)
_OF_TERMS: Final = ("item", "language", "state", "state_since", "version", "digest")


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """Of what followers are told. An empty tuple does not narrow it; several values mean any of them.

    `languages` narrows what is said of an item too.
    """

    languages: tuple[Language, ...] = CODES
    types: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The values of facets that are wanted, by name."""
        return {name: values for name, values in (("audience", self.audiences), ("topic", self.topics)) if values}


@dataclass(slots=True)
class StoredLanguage:
    """An item or term in one language, as it is stored. `facets` are those that a filter asks for."""

    state: State
    since: datetime
    version: int
    digest: str
    type: str
    address: str
    api: str
    section: str = ""
    expires_at: datetime | None = None
    body: bytes = b""
    facets: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Told:
    """What readers are told of items: the newest notice of each, what came back since, and what they may go to instead."""

    notices: Mapping[UUID, ReaderNotice]
    returned: Collection[tuple[UUID, str]]
    shown: Mapping[tuple[UUID, Language], Alternative]

    def of(self, item: UUID, hidden: Collection[Language]) -> ReaderNotice | None:
        """The notice on an item, if it holds: that something is gone holds in a language until a release brings it back."""
        notice = self.notices.get(item)
        if notice is None or notice.kind == NoticeKind.ENDED:
            return None
        holds = notice.kind == NoticeKind.WITHDRAWN or any((item, code) not in self.returned for code in hidden)
        return notice if holds else None

    def reason(self, said: ReaderNotice) -> ChangeReason:
        """What a notice says."""
        keys = ((UUID(item), code) for item in said.instead for code in CODES)
        instead = dict.fromkeys(self.shown[key].item for key in keys if key in self.shown)
        return ChangeReason(cy=said.cy, en=said.en, since=said.at, instead=list(instead))


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What is told of one change, and the bytes of what is public, by language, where they were asked for."""

    payload: ChangePayload
    bodies: Mapping[Language, bytes]
    expires_at: datetime | None


def entries_of(
    changes: Sequence[Change], feed_filter: FeedFilter, now: datetime, *, whole: bool = False
) -> list[ChangeEntry]:
    """An entry for each change, in their order, of how its item is at `now`; with bytes if `whole`."""
    items = [change.item for change in changes]
    if not items:
        return []
    stored = _stored(items, feed_filter, whole=whole)
    notices = newest_notices(items)
    told = _Told(
        notices,
        came_back([row for row in notices.values() if row.kind in _OF_WHAT_IS_GONE]),
        shown_instead({UUID(item) for row in notices.values() for item in row.instead}),
    )
    return [_entry(change, stored.get(change.item, {}), told, feed_filter, now) for change in changes]


def _stored(
    items: Collection[UUID], feed_filter: FeedFilter, *, whole: bool
) -> dict[UUID, dict[Language, StoredLanguage]]:
    found: dict[UUID, dict[Language, StoredLanguage]] = {}
    bytes_too = ("body",) if whole else ()
    by_pk: dict[int, StoredLanguage] = {}
    for row in Edition.objects.filter(item__in=items).values_list(*_OF_ITEMS, *bytes_too, named=True):
        edition = StoredLanguage(
            State(row.state), row.state_since, row.version, row.digest, row.type,
            public_address(row.language, row.path), api_address(row.item, row.language), row.section, row.expires_at,
            bytes(row.body) if whole else b"",
        )  # fmt: skip
        found.setdefault(row.item, {})[row.language] = by_pk[row.pk] = edition
    if terms := set(items) - found.keys():
        for row in TermEdition.objects.filter(item__in=terms).values_list(*_OF_TERMS, *bytes_too, named=True):
            found.setdefault(row.item, {})[row.language] = StoredLanguage(
                State(row.state), row.state_since, row.version, row.digest, TERM,
                term_address(row.item, row.language), term_api_address(row.item, row.language),
                body=bytes(row.body) if whole else b"",
            )  # fmt: skip
    for pk, name, value in _facets(by_pk, feed_filter):
        by_pk[pk].facets.add((name, value))
    return found


def _facets(editions: Collection[int], feed_filter: FeedFilter) -> Iterable[tuple[int, str, str]]:
    wanted = {value for values in feed_filter.facets.values() for value in values}
    if not wanted or not editions:
        return ()
    rows = Facet.objects.filter(edition__in=editions, name__in=feed_filter.facets, value__in=wanted)
    return rows.values_list("edition", "name", "value")


def _entry(
    change: Change, stored: Mapping[Language, StoredLanguage], told: _Told, feed_filter: FeedFilter, now: datetime
) -> ChangeEntry:  # fmt: skip
    rows = {language: row for language, row in stored.items() if language in feed_filter.languages}
    public = {code: row for code, row in rows.items() if may_be_served(row.state, row.expires_at, now)}
    kept = public if any(_matches(row, feed_filter) for row in public.values()) else {}
    expires_at = min((row.expires_at for row in public.values() if row.expires_at), default=None)
    is_left = bool(public and not kept) or (not rows and bool(stored))
    hidden = [language for language in feed_filter.languages if language not in public]
    said = None if is_left else told.of(change.item, hidden)
    payload = ChangePayload(
        id=change.item,
        what="left" if is_left else _what(change, kept, rows, said),
        version=change.version,
        at=change.at,
        type=None if is_left else next((row.type for row in stored.values()), None),
        reason=told.reason(said) if said else None,
        languages=[] if is_left else list(_languages(rows, public, feed_filter)),
    )
    bodies = {code: row.body for code, row in kept.items() if row.body}
    return ChangeEntry(payload, bodies, expires_at)


def _matches(row: StoredLanguage, feed_filter: FeedFilter) -> bool:
    return (
        (not feed_filter.types or row.type in feed_filter.types)
        and (not feed_filter.sections or row.section in feed_filter.sections)
        and all(any((name, value) in row.facets for value in values) for name, values in feed_filter.facets.items())
    )


def _what(
    change: Change,
    public: Mapping[Language, Any],
    rows: Mapping[Language, StoredLanguage],
    said: ReaderNotice | None,
) -> str:
    if public:
        # That the other language stays public is no reason not to say that one was taken down with this change.
        one_went = any(row.since >= change.at for code, row in rows.items() if code not in public)
        if one_went or (said is not None and said.kind == NoticeKind.WITHDRAWN):
            return "withdrawn"
        return "moved" if change.kind == ChangeKind.MOVED else "published"
    return "gone" if said is not None or all(row.state == State.GONE for row in rows.values()) else "withdrawn"


def _languages(
    rows: Mapping[Language, StoredLanguage], public: Mapping[Language, StoredLanguage], feed_filter: FeedFilter
) -> Iterator[ChangedEdition]:
    for code in feed_filter.languages:
        row, shown = rows.get(code), public.get(code)
        expired = row is not None and shown is None and row.state == State.PUBLISHED
        yield ChangedEdition(
            language=code,
            state="withdrawn" if expired else _STATES[row.state] if row else "missing",
            since=None if row is None else row.expires_at if expired else row.since,
            version=row.version if row else None,
            digest=shown.digest if shown else None,
            address=shown.address if shown else None,
            api=shown.api if shown else None,
        )

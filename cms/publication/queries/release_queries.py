"""The reader of what went out when, newest or oldest first: public facts only. At most two queries.

Who let it go and why is the editors' own. Words are given of what is public now, and of nothing that was taken down.
"""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from pydantic import TypeAdapter, WithJsonSchema

from cms.content.declaration import fields
from cms.content.declaration.tolerance import open_list
from cms.content.declaration.values import Frozen
from cms.content.languages import CODES, Language

from ..models import Change, Edition, LogHead, Release, ReleasedVersion
from ..payload.addresses import api_address, public_address
from ..visibility import served
from .generation_cache import GenerationCache
from .keyset import page_of
from .query_types import EditionList, KeysetPosition, ListRow, ReleaseFilter

RELEASE_KIND: Final = fields.ClosedList(
    "ReleaseKind",
    "How an item went out.",
    {
        "first": "For the first time, or again after it had been taken down.",
        "together": "Both languages together; also where both are as they last were together.",
        "minor": "A small change in one language, for which the other needs none.",
        "alone": "One language without the other, which is stale or not public meanwhile.",
        "revert": "Back to what was public before, with the rest of a set that was undone.",
        "take-down": "Taken down: what the release does not name is not public any more.",
    },
)
_GENERATION: Final = Subquery(LogHead.objects.values("generation")[:1])
_OF_A_VERSION: Final = ("language", "stale_since", "change_note")
_NOW_PUBLIC: Final = ("title", "path", "expires_at")


class ReleasedEdition(Frozen):
    """An item in one language, as a release lets readers see it."""

    language: Language = fields.code("The language.")
    changed: bool = fields.code("Whether the release brought a new version of it; else it stays as it was.")
    version: int | None = fields.number(
        "The version of its payload with which the release went out: whoever has this one or a later one has the release. Null "
        "where it went out before versions were kept."
    )
    stale_since: datetime | None = fields.date("Since when it lags behind the other language; null where it does not.")
    change_note: str = fields.text(
        "What changed in the version, in a sentence; empty where nothing is noted, or the item is not public in this language "
        "any more.",
        weight=None,
    )
    title: str | None = fields.made("The item's title as it is now; null where it is not public any more.")
    address: str | None = fields.code("The address of its public page now; null where it is not public any more.")
    api: str | None = fields.code("Its address over REST; null where it is not public any more.")


class ReleasePayload(Frozen):
    """What went out of an item at one moment, in both languages. Neither who let it go is said, nor why."""

    number: int = fields.number("Grows with every release, of whatever item.")
    item: UUID = fields.code("The item, the same in both languages.")
    kind: Annotated[str, WithJsonSchema(open_list(RELEASE_KIND.meanings))] = fields.code(
        "How it went out.", RELEASE_KIND
    )
    released: datetime = fields.date("When it went out.")
    languages: list[ReleasedEdition] = fields.part(
        "The languages in which the item is public by it, Welsh first; none where it was taken down."
    )


_ADAPTER: Final[TypeAdapter[ReleasePayload]] = TypeAdapter(ReleasePayload)
# Counting takes the longer the more there is; nothing else about a list does.
_totals: Final = GenerationCache[ReleaseFilter, int]()


def release_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a release."""
    return _ADAPTER.json_schema(mode="serialization", ref_template="#/$defs/{model}")


def releases(
    release_filter: ReleaseFilter, limit: int, place: KeysetPosition | None = None, *, newest_first: bool = True
) -> EditionList:
    """A page of at most `limit` releases beside `place`, as ready JSON, and the total of all that is selected."""
    selected = _selected(release_filter)
    columns = ["item", "id", "kind", "at", _GENERATION]
    columns += [f"{code}__{name}" for code in CODES for name in _OF_A_VERSION]
    columns += [f"{code}_{name}" for code in CODES for name in ("stays", "version", *_NOW_PUBLIC)]
    shown = _with_versions(selected, timezone.now())
    found, more = page_of(shown, "id", columns, limit, place, descending=newest_first)
    total = _totals.get(release_filter, found[0][4] if found else None, selected.count)
    names = [column if isinstance(column, str) else "generation" for column in columns]
    stored = [dict(zip(names, row, strict=True)) for row in found]
    ends = [moment for row in stored for code in CODES if (moment := row[f"{code}_expires_at"])]
    rows = tuple(ListRow(row["item"], row["id"], _ADAPTER.dump_json(_payload(row))) for row in stored)
    return EditionList(rows, more, total, min(ends, default=None))


def was_released(item: UUID) -> bool:
    """Whether anything ever went out of an item."""
    return Release.objects.filter(item=item).exists()


def _selected(release_filter: ReleaseFilter) -> QuerySet[Release]:
    rows = Release.objects.all()
    if release_filter.items:
        rows = rows.filter(item__in=release_filter.items)
    if release_filter.kinds:
        rows = rows.filter(kind__in=release_filter.kinds)
    if release_filter.since is not None:
        rows = rows.filter(at__gte=release_filter.since)
    return rows


def _with_versions(rows: QuerySet[Release], now: datetime) -> QuerySet[Release]:
    """With both languages' versions beside each release, whether each stays as it was, and what is public of it now."""
    earlier = Release.objects.filter(item=OuterRef("item"), pk__lt=OuterRef("pk")).order_by("-pk")
    rows = rows.annotate(previous=Subquery(earlier.values("pk")[:1]))
    for code in CODES:
        rows = rows.annotate(**{code: FilteredRelation("versions", condition=Q(versions__language=code))})
        public = Edition.objects.filter(served(now), item=OuterRef("item"), language=code)
        same = ReleasedVersion.objects.alias(known=Coalesce("revision", 0)).filter(
            release=OuterRef("previous"), language=code, slug=OuterRef(f"{code}__slug"),
            known=Coalesce(OuterRef(f"{code}__revision"), 0),
        )  # fmt: skip
        rows = rows.annotate(
            # What went out is in the log at the same moment; of what stayed as it was, before.
            **{f"{code}_stays": Exists(same), f"{code}_version": Subquery(_versions(code))},
            **{f"{code}_{name}": Subquery(public.values(name)[:1]) for name in _NOW_PUBLIC},
        )
    return rows


def _versions(code: Language) -> QuerySet[Change, Any]:
    """The newest version of an item in a language at the moment of a release."""
    rows = Change.objects.filter(item=OuterRef("item"), at__lte=OuterRef("at"), languages__contains=code)
    return rows.order_by("-version").values("version")[:1]


def _payload(row: dict[str, Any]) -> ReleasePayload:
    languages = [_edition(row, code) for code in CODES if row[f"{code}__language"]]
    return ReleasePayload(number=row["id"], item=row["item"], kind=row["kind"], released=row["at"], languages=languages)


def _edition(row: dict[str, Any], code: Language) -> ReleasedEdition:
    title, path = row[f"{code}_title"], row[f"{code}_path"]
    return ReleasedEdition(
        language=code,
        changed=not row[f"{code}_stays"],
        version=row[f"{code}_version"],
        stale_since=row[f"{code}__stale_since"],
        change_note=row[f"{code}__change_note"] if path else "",
        title=title,
        address=public_address(code, path) if path else None,
        api=api_address(row["item"], code) if path else None,
    )

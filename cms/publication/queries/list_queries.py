"""The readers of lists: editions by filter and order, topics and audiences in use. Two queries at most; a few more where
something is previewed, which stands in for what is public.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Subquery
from django.utils import timezone

from cms.content.declaration.registry import item_types
from cms.content.languages import Language

from ..drafts.preview_overlay import PreviewedEdition, shown_overlay
from ..drafts.previewed_lists import list_row, page_with_previewed, previewed_in
from ..models import Edition, Facet, LogHead
from ..visibility import listed, may_be_served, served
from .generation_cache import GenerationCache
from .keyset import page_of
from .query_types import (
    SORT_FIELDS,
    AttributionCount,
    Cards,
    CodeCount,
    EditionFilter,
    EditionList,
    KeysetPosition,
    ListRow,
    ReadyCard,
    SortName,
)
from .statements import prepared, select
from .statements import rows as found_rows

_GENERATION: Final = Subquery(LogHead.objects.values("generation")[:1])
_CARD_FACTS: Final = ("item", "language", "state", "version", "path", "title", "expires_at", "withdrawn_at")
_OWN_CARD: Final = "CASE WHEN language = %s THEN card END AS own"
_AT: Final = f"(SELECT generation FROM {LogHead._meta.db_table}) AS generation"  # noqa: S608 - a table's name


@dataclass(frozen=True, slots=True)
class Total:
    """The number of editions selected, and the first moment at which one of them expires."""

    total: int
    expires_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether none of them has expired."""
        return self.expires_at is None or self.expires_at > now


# Counting takes the longer the more there is; nothing else about a list does.
_totals: Final = GenerationCache[tuple[EditionFilter, date], Total]()


def editions(
    edition_filter: EditionFilter,
    sort: SortName,
    limit: int,
    place: KeysetPosition | None = None,
    *,
    full: bool = False,
) -> EditionList:
    """A page of at most `limit` rows beside `place`, as cards or in full, and the total of all that is selected."""
    now, overlay = timezone.now(), shown_overlay()
    selected = _selected(edition_filter, now)
    previewed = previewed_in(overlay, edition_filter, now) if overlay else []
    field, descending = SORT_FIELDS[sort], sort.startswith("-")
    columns = ("item", field, "body" if full else "card", _GENERATION)
    found, more = page_of(selected, field, columns, limit, place, descending=descending)
    # The rows say at which generation they were read: a total of that generation is that of this very list.
    generation = found[0][3] if found else None
    total = _totals.get(
        (edition_filter, timezone.localdate(now)), generation, lambda: _total(selected), lambda known: known.holds(now)
    )
    rows = tuple(ListRow(item, value, bytes(content)) for item, value, content, _ in found)
    if overlay is not None:
        around = overlay.around([(row.item, edition_filter.language) for row in rows])
        beside = [
            replace(row, content=bytes(made.body if full else made.card))
            if (made := around.get((row.item, edition_filter.language)))
            else row
            for row in rows
        ]
        own = [list_row(one, field, full=full) for one in previewed]
        rows, more = page_with_previewed((beside, more), own, limit, place, descending=descending)
    return EditionList(rows, more, total.total + len(previewed), total.expires_at)


def _total(selected: QuerySet[Edition]) -> Total:
    return Total(**selected.aggregate(total=Count("pk"), expires_at=Min("expires_at")))


def cards(items: Collection[UUID], language: Language, whole: Collection[UUID] = ()) -> Cards:
    """What lists may show now of `items` in `language`, in one query; with whole payloads of those in `whole`."""
    if not items:
        return Cards({})
    now = timezone.now()
    ids, bodies = ([prepared("item", item) for item in some] for some in (items, whole))
    body = (
        f"CASE WHEN language = %s AND item IN ({_marks(bodies)}) THEN body END AS whole" if bodies else "NULL AS whole"
    )
    statement = select(_CARD_FACTS, (_OWN_CARD, body, _AT), f"item IN ({_marks(ids)})")
    parameters = [language, *([language, *bodies] if bodies else []), *ids]
    served_now = [
        row
        for row in found_rows(statement, parameters, _CARD_FACTS, ("own", "whole", "generation"))
        if may_be_served(row["state"], row["expires_at"], now) and row["withdrawn_at"] is None
    ]
    twins = {row["item"] for row in served_now if row["language"] != language}
    own = [_ready_card(row, row["item"] in twins) for row in served_now if row["language"] == language]
    generation = served_now[0]["generation"] if served_now else None
    return Cards({card.item: card for card in _with_previewed(own, items, language)}, generation)


def _with_previewed(own: list[ReadyCard], items: Collection[UUID], language: Language) -> list[ReadyCard]:
    """What is previewed stands in for what is public."""
    overlay = shown_overlay()
    if overlay is None:
        return own
    around = overlay.around([(card.item, language) for card in own])
    previewed = [one.edition for one in _previewed_in_lists(language) if one.edition.item in items]
    made = {one.item: _previewed_card(one) for one in (*around.values(), *previewed)}
    return [card for card in own if card.item not in {*overlay.items, *made}] + list(made.values())


def _previewed_card(one: Edition) -> ReadyCard:
    return ReadyCard(one.item, 0, one.path, one.title, bytes(one.card), bytes(one.body), False, one.expires_at)


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _ready_card(row: dict[str, Any], twin: bool) -> ReadyCard:
    return ReadyCard(
        item=row["item"],
        version=row["version"],
        path=row["path"],
        title=row["title"],
        card=bytes(row["own"]),
        body=bytes(row["whole"] or b""),
        twin=twin,
        expires_at=row["expires_at"],
    )


def section_titles(language: Language) -> dict[str, str]:
    """The titles of public numbered items by number; of several with one number, the first in the editors' order."""
    numbered = [kind.name for kind in item_types().values() if kind.numbered is not None]
    public = Edition.objects.filter(served(timezone.now()), language=language, type__in=numbered)
    rows = public.order_by("-position", "-item").values_list("number", "title")
    return dict(rows)


def topics_in_use(language: Language) -> tuple[CodeCount, ...]:
    """The topics of public editions with their names in `language`, in no particular order: two queries."""
    used = _uses("topic", language)
    examples = Edition.objects.filter(pk__in=[example for _, _, example, _ in used])
    contents = examples.values_list("content__topics", flat=True)
    previewed = [one.edition.content["topics"] for one in _previewed_in_lists(language) if one.edition.content]
    labels = {topic["code"]: topic["label"] for topics in (*contents, *previewed) for topic in topics or ()}
    return tuple(CodeCount(code, count, labels.get(code, code), until) for code, count, _, until in used)


def audiences_in_use(language: Language) -> tuple[CodeCount, ...]:
    """The audiences of public editions, in no particular order."""
    return tuple(CodeCount(code, count, until=until) for code, count, _, until in _uses("audience", language))


def attributions_in_use(language: Language) -> tuple[AttributionCount, ...]:
    """To whom public editions are owed and under which licence, those that most share first."""
    names = ("content__publisher__name", "content__commissioner__name", "content__licence")
    public = Edition.objects.filter(listed(timezone.now()), language=language).order_by()
    counted = public.values_list(*names).annotate(count=Count("pk"), until=Min("expires_at"))
    found = [AttributionCount(publisher or "", commissioner or "", *rest) for publisher, commissioner, *rest in counted]
    return tuple(sorted(found, key=lambda one: (-one.count, one.publisher, one.commissioner)))


def _uses(name: str, language: Language) -> list[tuple[str, int, int | None, datetime | None]]:
    """(code, number of editions, the primary key of a public one of them, when the first expires)."""
    public = _not_previewed(Edition.objects.filter(listed(timezone.now()), language=language))
    facets = Facet.objects.filter(name=name, edition__in=public).values("value")
    counted = facets.annotate(count=Count("pk"), example=Max("edition"), until=Min("edition__expires_at"))
    found = list(counted.values_list("value", "count", "example", "until"))
    more = Counter(code for one in _previewed_in_lists(language) for code in one.facets[name])
    used = [(code, count + more.pop(code, 0), example, until) for code, count, example, until in found]
    return used + [(code, count, None, None) for code, count in more.items()]


def _previewed_in_lists(language: Language) -> list[PreviewedEdition]:
    overlay = shown_overlay()
    shown = overlay.shown.values() if overlay else ()
    return [one for one in shown if one.edition.language == language and one.edition.withdrawn_at is None]


def _not_previewed(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Those that nothing previewed stands in for."""
    overlay = shown_overlay()
    return rows if overlay is None else rows.exclude(item__in=overlay.items)


def _selected(edition_filter: EditionFilter, now: datetime) -> QuerySet[Edition]:
    rows = _not_previewed(Edition.objects.filter(listed(now), language=edition_filter.language))
    any_of: dict[str, Iterable[Any]] = {
        "type__in": edition_filter.types,
        "kind__in": edition_filter.kinds,
        "section__in": edition_filter.sections,
        "parent__in": edition_filter.parents,
    }
    rows = rows.filter(**{name: values for name, values in any_of.items() if values})
    for name, values in (("audience", edition_filter.audiences), ("topic", edition_filter.topics)):
        if values:
            rows = rows.filter(pk__in=Facet.objects.filter(name=name, value__in=values).values("edition"))
    if edition_filter.updated_since is not None:
        rows = rows.filter(updated_at__gte=edition_filter.updated_since)
    if edition_filter.changed_since is not None:
        rows = rows.filter(version__gt=edition_filter.changed_since)
    if edition_filter.reviewed_before is not None:
        rows = rows.filter(reviewed_on__lt=edition_filter.reviewed_before)
    if edition_filter.new is not None:
        today = timezone.localdate(now)
        rows = rows.filter(
            Q(new_until__gte=today) if edition_filter.new else Q(new_until=None) | Q(new_until__lt=today)
        )
    return rows

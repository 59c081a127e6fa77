"""What is said to readers of items: of those withdrawn, as their editions have it; of those gone, for whoever asks for one; and
where those that moved lead to.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from cms.content.languages import CODES, Language

from ..models import Edition, NoticeKind, ReaderNotice, ReleasedVersion
from ..visibility import listed

EditionKey = tuple[UUID, Language]


@dataclass(frozen=True, slots=True)
class Alternative:
    """An item to go to instead, in a language."""

    item: UUID
    language: Language
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class GoneNotice:
    """Why an item is gone, in both languages, and where to go instead, in those in which that is public; whether it has moved
    there.
    """

    cy: str
    en: str
    instead: tuple[Alternative, ...]
    moved: bool = False

    def text(self, language: Language) -> str:
        """What is said in a language."""
        return self.cy if language == "cy" else self.en


def newest_notices(items: Iterable[UUID]) -> dict[UUID, ReaderNotice]:
    """What was said last of each of the items of which anything was."""
    said = ReaderNotice.objects.filter(item__in=set(items)).order_by()
    newest = said.values("item").annotate(newest=Max("pk")).values("newest")
    return {row.item: row for row in ReaderNotice.objects.filter(pk__in=newest)}


def withdrawals(items: Iterable[UUID]) -> dict[UUID, ReaderNotice]:
    """Those of the items that are withdrawn."""
    return {item: row for item, row in newest_notices(items).items() if row.kind == NoticeKind.WITHDRAWN}


def gone_notice(item: UUID, language: Language) -> GoneNotice | None:
    """What is said of an item that is not public in a language; None where nothing was since it last was."""
    return gone_notices([item], language).get(item)


def gone_notices(items: Iterable[UUID], language: Language) -> dict[UUID, GoneNotice]:
    """The same of several."""
    said = {item: row for item, row in newest_notices(items).items() if row.kind != NoticeKind.ENDED}
    back = came_back(row for row in said.values() if row.kind != NoticeKind.WITHDRAWN)
    told = {item: row for item, row in said.items() if (item, language) not in back}
    shown = shown_instead({UUID(one) for row in told.values() for one in row.instead})
    return {
        item: GoneNotice(row.cy, row.en, tuple(_alternatives(row.instead, shown)), row.moved_to is not None)
        for item, row in told.items()
    }


def latest_withdrawals(limit: int) -> list[ReaderNotice]:
    """What no release tells of: items that were withdrawn, or are in force again, the newest first."""
    kinds = (NoticeKind.WITHDRAWN, NoticeKind.ENDED)
    return list(ReaderNotice.objects.filter(kind__in=kinds).order_by("-pk")[:limit])


def ends_of_moves(keys: Iterable[EditionKey]) -> dict[EditionKey, UUID]:
    """The item to which each of the items that moved leads in the language, however many steps away it is.

    Steps that lead back to where they began lead nowhere.
    """
    wanted = set(keys)
    steps: dict[EditionKey, UUID] = {}
    known, new = set[UUID](), {item for item, _ in wanted}
    while new:
        known |= new
        found = _moves(new)
        steps |= found
        new = set(found.values()) - known
    return {key: end for key in wanted if (end := _followed(key, steps)) is not None}


def moved_into(items: Iterable[UUID]) -> set[UUID]:
    """The items of which it was ever said that they lead to one of the items, in however many steps."""
    found, new = set[UUID](), set(items)
    while new:
        rows = ReaderNotice.objects.filter(moved_to__in=new).values_list("item", flat=True)
        new = set(rows) - found
        found |= new
    return found


def _moves(items: Iterable[UUID]) -> dict[EditionKey, UUID]:
    """Where those of the items that moved lead to, in each language that was not brought back since."""
    rows = [row for row in newest_notices(items).values() if row.kind == NoticeKind.MOVED]
    back = came_back(rows)
    return {
        (row.item, code): row.moved_to
        for row in rows
        for code in CODES
        if row.moved_to and (row.item, code) not in back
    }


def _followed(key: EditionKey, steps: dict[EditionKey, UUID]) -> UUID | None:
    item, language = key
    met = {item}
    while (following := steps.get((item, language))) is not None:
        if following in met:
            return None
        met.add(following)
        item = following
    return item if item != key[0] else None


def came_back(said: Iterable[ReaderNotice]) -> set[tuple[UUID, str]]:
    """The items and languages that a release brought back after that was said."""
    after = {row.item: row.after for row in said}
    if not after:
        return set()
    later = ReleasedVersion.objects.filter(release__item__in=after).order_by()
    newest = later.values_list("release__item", "language").annotate(newest=Max("release"))
    return {(item, language) for item, language, release in newest if release > after[item]}


def shown_instead(items: Iterable[UUID]) -> dict[EditionKey, Alternative]:
    """What lists may show in the place of each item, by language: itself or, of what has moved, what it leads to."""
    wanted: list[EditionKey] = [(item, code) for item in items for code in CODES]
    found = _listed(wanted)
    ends = ends_of_moves(key for key in wanted if key not in found) if len(found) < len(wanted) else {}
    led_to = _listed([(end, code) for (_, code), end in ends.items()])
    return found | {key: led_to[end, key[1]] for key, end in ends.items() if (end, key[1]) in led_to}


def _alternatives(items: list[str], shown: dict[EditionKey, Alternative]) -> Iterable[Alternative]:
    """In the order in which they were said, Welsh first."""
    return dict.fromkeys(shown[key] for item in items for code in CODES if (key := (UUID(item), code)) in shown)


def _listed(keys: Collection[EditionKey]) -> dict[EditionKey, Alternative]:
    """Those of the editions that lists may show."""
    if not keys:
        return {}
    rows = Edition.objects.filter(listed(timezone.now()), item__in={item for item, _ in keys})
    shown = rows.only("item", "language", "title", "path")
    return {(row.item, row.lang): Alternative(row.item, row.lang, row.title, row.path) for row in shown}

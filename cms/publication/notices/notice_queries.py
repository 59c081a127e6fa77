"""What is said to readers of items: of those withdrawn, as their editions have it; of those gone, for whoever asks for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from cms.content.languages import CODES, Language

from ..models import Edition, NoticeKind, ReaderNotice, ReleasedVersion
from ..visibility import listed


@dataclass(frozen=True, slots=True)
class Alternative:
    """An item to go to instead, in a language."""

    item: UUID
    language: Language
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class GoneNotice:
    """Why an item is gone, in both languages, and where to go instead, in those in which that is public."""

    cy: str
    en: str
    instead: tuple[Alternative, ...]

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
    row = ReaderNotice.objects.filter(item=item).order_by("-pk").first()
    if row is None or row.kind == NoticeKind.ENDED:
        return None
    if row.kind == NoticeKind.GONE and _came_back(row, language):
        return None
    return GoneNotice(row.cy, row.en, tuple(_alternatives(row.instead)))


def came_back(said: Iterable[ReaderNotice]) -> set[tuple[UUID, str]]:
    """The items and languages that a release brought back after that was said."""
    after = {row.item: row.after for row in said}
    if not after:
        return set()
    later = ReleasedVersion.objects.filter(release__item__in=after).order_by()
    newest = later.values_list("release__item", "language").annotate(newest=Max("release"))
    return {(item, language) for item, language, release in newest if release > after[item]}


def _came_back(row: ReaderNotice, language: Language) -> bool:
    """Whether a later release brought the language back: whatever took it down after that has nothing to do with the notice."""
    later = ReleasedVersion.objects.filter(release__item=row.item, release__gt=row.after, language=language)
    return later.exists()


def _alternatives(items: list[str]) -> Iterable[Alternative]:
    """In the order in which they were said, Welsh first."""
    rows = Edition.objects.filter(listed(timezone.now()), item__in=items)
    found = {(str(row.item), row.language): row for row in rows.only("item", "language", "title", "path")}
    for item in items:
        for code in CODES:
            if (row := found.get((item, code))) is not None:
                yield Alternative(row.item, code, row.title, row.path)

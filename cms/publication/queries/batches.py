"""The readers of many editions or terms by id: what links lead to. One query each, however many there are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.utils import timezone

from cms.content.languages import Language

from ..drafts.preview_overlay import shown_overlay
from ..models import Edition, State, TermEdition
from ..visibility import may_be_served
from .statements import prepared, rows, select

# An item's id and a language, as payloads write them.
PayloadKey = tuple[str, str]
_FACTS: Final = ("item", "language", "state", "expires_at")
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class ReadyContent:
    """Ready JSON, and when what is in it expires."""

    content: bytes
    expires_at: datetime | None


def editions(keys: Collection[PayloadKey], *, whole: bool) -> Mapping[PayloadKey, ReadyContent]:
    """Those of the editions that may be served now: whole payloads, or cards."""
    if not keys:
        return {}
    now = timezone.now()
    ids = [prepared("item", UUID(item)) for item in {item for item, _ in keys}]
    languages = sorted({language for _, language in keys})
    condition = f"item IN ({_marks(ids)}) AND language IN ({_marks(languages)})"
    content = "body AS ready" if whole else "card AS ready"
    found = rows(select(_FACTS, (content,), condition), [*ids, *languages], _FACTS, ("ready",))
    ready = {
        key: ReadyContent(bytes(row["ready"]), row["expires_at"])
        for row in found
        if (key := (str(row["item"]), row["language"])) in keys and may_be_served(row["state"], row["expires_at"], now)
    }
    return _with_previewed(ready, keys, whole=whole)


def public_editions(items: Collection[UUID] | None = None) -> Iterator[tuple[UUID, Language]]:
    """The id and the language of all that is public, or of some items; a batch is read at a time."""
    found = Edition.objects.filter(state=State.PUBLISHED).order_by("pk")
    if items is not None:
        found = found.filter(item__in=items)
    reached = 0
    while batch := list(found.filter(pk__gt=reached).only("pk", "item", "language")[:_BATCH]):
        yield from ((row.item, row.lang) for row in batch)
        reached = batch[-1].pk


def _with_previewed(
    ready: dict[PayloadKey, ReadyContent], keys: Collection[PayloadKey], *, whole: bool
) -> dict[PayloadKey, ReadyContent]:
    """What is previewed stands in for what is public."""
    overlay = shown_overlay()
    if overlay is None:
        return ready
    hidden = {str(item) for item in overlay.items}
    shown = {(str(one.item), one.language): one.body if whole else one.card for one in overlay.editions()}
    kept = {key: content for key, content in ready.items() if key[0] not in hidden}
    around = overlay.around([(UUID(item), cast(Language, language)) for item, language in kept])
    kept |= {
        (str(item), language): ReadyContent(bytes(made.body if whole else made.card), made.expires_at)
        for (item, language), made in around.items()
    }
    return kept | {key: ReadyContent(bytes(shown[key]), None) for key in keys if key in shown}


def terms(keys: Collection[PayloadKey]) -> Mapping[PayloadKey, ReadyContent]:
    """Those of the terms that are public."""
    if not keys:
        return {}
    public = TermEdition.objects.filter(state=State.PUBLISHED, item__in={item for item, _ in keys})
    found = public.values_list("item", "language", "body")
    return {
        key: ReadyContent(bytes(body), None) for item, language, body in found if (key := (str(item), language)) in keys
    }


def position(item: UUID, language: Language) -> str | None:
    """Where an edition stands, or last stood, in the editors' order; None where it was never public."""
    overlay = shown_overlay()
    if overlay is not None and (previewed := overlay.shown.get((item, language))):
        return previewed.edition.position
    return Edition.objects.filter(item=item, language=language).values_list("position", flat=True).first()


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))

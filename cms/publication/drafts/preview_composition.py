"""The payloads of a preview, by the very composition that makes editions. Nothing is stored, locked or told to anybody."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from pydantic import ValidationError

from ..models import Edition
from ..payload.cards import list_entry
from ..payload.composition import ComposedEdition, compose, encode
from ..payload.neighbourhood import Neighbourhood
from ..reconciliation.tracked_edition import TrackedEdition
from ..releases.released_places import EditionKey
from ..visibility import listed
from .preview_overlay import PreviewedEdition, PreviewOverlay
from .previewed_versions import ChosenEdition, PreviewSource, chosen_editions

# The member that a preview's payload has in front.
LABEL: Final = "preview"


def compose_previews(items: Iterable[UUID], source: PreviewSource) -> PreviewOverlay:
    """What readers would be given of the items, each payload labelled with what it is a preview of."""
    wanted, now = frozenset(items), timezone.now()
    chosen = chosen_editions(wanted, source, now)
    editions = {key: _edition(key, one, now) for key, one in chosen.items()}
    near = PreviewNeighbourhood(wanted, editions, now)
    shown: dict[EditionKey, PreviewedEdition] = {}
    for key, edition in editions.items():
        try:
            made = compose(edition, near)
        except ValidationError:
            continue
        _write(edition, made, chosen[key], pinned=bool(source.pins))
        shown[key] = _with_media(edition, chosen[key])
    return PreviewOverlay(wanted, shown, frozenset(editions.keys() - shown.keys()))


class PreviewNeighbourhood(Neighbourhood):
    """The public editions around those of a preview, which stand in for their items' own."""

    def __init__(self, items: frozenset[UUID], editions: Mapping[EditionKey, Edition], now: datetime) -> None:
        super().__init__(editions.values(), now)
        self._items, self._editions = items, editions
        self.by_key = {key: row for key, row in self.by_key.items() if key[0] not in items} | {**editions}
        self.by_path = {path: row for path, row in self.by_path.items() if row.item not in items}
        self.by_path |= {edition.path: edition for edition in editions.values()}

    def _child_rows(self, edition: Edition) -> tuple[list[Any], int]:
        rows, total = super()._child_rows(edition)
        own = [one for one in self._editions.values() if _is_below(one, edition) and one.withdrawn_at is None]
        hidden = Edition.objects.filter(
            listed(self.now), parent=edition.item, language=edition.language, item__in=self._items
        ).count()
        kept = [row for row in rows if row.item not in self._items]
        return sorted([*kept, *own], key=lambda row: row.position), total - hidden + len(own)


def _is_below(one: Edition, edition: Edition) -> bool:
    return one.parent == edition.item and one.language == edition.language


def _edition(key: EditionKey, chosen: ChosenEdition, now: datetime) -> Edition:
    tracked = TrackedEdition.new(key, now)
    tracked.publish(chosen.desired, now)
    return tracked.edition


def _write(edition: Edition, made: ComposedEdition, chosen: ChosenEdition, *, pinned: bool) -> None:
    """Puts the bytes on it, which say what they are. A language never lies: what it lacks is named."""
    gaps = [{"kind": gap.kind, "path": gap.path} for gap in chosen.gaps]
    label = {"stage": chosen.stage, "pinned": pinned, "complete": not gaps, "gaps": gaps}
    front = b'{"%s":' % LABEL.encode() + encode(label) + b","
    edition.body, edition.card = front + made.body[1:], front + encode(list_entry(made.payload, 0))[1:]
    edition.digest = hashlib.blake2b(edition.body, digest_size=16).hexdigest()


def _with_media(edition: Edition, chosen: ChosenEdition) -> PreviewedEdition:
    facets = chosen.desired.facets
    files, pictures = (frozenset(map(UUID, facets[kind])) for kind in ("file", "picture"))
    return PreviewedEdition(edition, chosen.gaps, files, pictures)

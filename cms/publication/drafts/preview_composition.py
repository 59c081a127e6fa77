"""The payloads of a preview, by the very composition that makes editions. Nothing is stored, locked or told to anybody."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from pydantic import ValidationError

from ..models import Edition
from ..payload.cards import list_entry
from ..payload.composition import ComposedEdition, compose, encode
from ..payload.neighbourhood import Neighbourhood
from ..reconciliation.tracked_edition import BYTES, TrackedEdition
from ..releases.released_places import EditionKey
from .preview_overlay import PreviewedEdition, PreviewOverlay
from .preview_surroundings import Around, PreviewNeighbourhood, moves_of
from .previewed_versions import ChosenEdition, PreviewSource, chosen_editions

# The member that a preview's payload has in front, and what it says of what is public for everybody but for what it shows.
LABEL: Final = "preview"
_PUBLIC: Final[dict[str, Any]] = {"stage": "public", "pinned": False, "complete": True, "gaps": []}


def compose_previews(items: Iterable[UUID], source: PreviewSource) -> PreviewOverlay:
    """What readers would be given of the items, each payload labelled with what it is a preview of."""
    wanted, now = frozenset(items), timezone.now()
    chosen = chosen_editions(wanted, source, now)
    editions = {key: _edition(key, one, now) for key, one in chosen.items()}
    stored = list(Edition.objects.filter(item__in=wanted).defer(*BYTES, "content"))
    moves = moves_of(stored, editions)
    near = PreviewNeighbourhood(wanted, editions, now, moves)
    shown: dict[EditionKey, PreviewedEdition] = {}
    for key, edition in editions.items():
        try:
            made = compose(edition, near)
        except ValidationError:
            continue
        _write(edition, made, _label(chosen[key], pinned=bool(source.pins)))
        shown[key] = PreviewedEdition(edition, chosen[key].gaps, chosen[key].desired.facets)
    around = Around(near, stored, _composed_around)
    return PreviewOverlay(wanted, shown, frozenset(editions.keys() - shown.keys()), moves, around.editions)


def _composed_around(row: Edition, near: Neighbourhood) -> None:
    _write(row, compose(row, near), _PUBLIC)


def _edition(key: EditionKey, chosen: ChosenEdition, now: datetime) -> Edition:
    """As it would be, with the moments of its version: a list that is sorted by them has the same order at each look."""
    version = chosen.desired.version
    written = (version and version.made) or now
    tracked = TrackedEdition.new(key, written)
    tracked.publish(chosen.desired, written)
    return tracked.edition


def _label(chosen: ChosenEdition, *, pinned: bool) -> dict[str, Any]:
    """What it is. A language never lies: what it lacks is named."""
    gaps = [{"kind": gap.kind, "path": gap.path} for gap in chosen.gaps]
    return {"stage": chosen.stage, "pinned": pinned, "complete": not gaps, "gaps": gaps}


def _write(edition: Edition, made: ComposedEdition, label: dict[str, Any]) -> None:
    """Puts the bytes on it, which say what they are."""
    front = b'{"%s":' % LABEL.encode() + encode(label) + b","
    edition.body, edition.card = front + made.body[1:], front + encode(list_entry(made.payload, 0))[1:]
    edition.digest = hashlib.blake2b(edition.body, digest_size=16).hexdigest()

"""The edition that a page would be, were it published now as its form has it: nothing is saved, and no gap keeps it back."""

from typing import Any

from django.utils import timezone

from cms.content.declaration.registry import type_of
from cms.content.languages import CODES, Language
from cms.content.pages import public_path
from cms.content.projection.item import project

from ..completeness.versions import Version
from ..models import Edition
from ..payload.composition import compose, write_bytes
from ..payload.neighbourhood import Neighbourhood
from ..queries.query_types import FoundItem, LanguageStatus, ReadyEdition
from ..reconciliation.desired_state import DesiredEdition
from ..reconciliation.item_pages import Parent
from ..reconciliation.tracked_edition import TrackedEdition


def previewed(page: Any) -> tuple[FoundItem, ReadyEdition]:
    """The item with the edition, as `item_queries` gives them of what is public.

    Raises KeyError for a page that is no item, and pydantic's ValidationError for content without the shape it should have.
    """
    now, language = timezone.now(), page.locale.language_code
    edition = _edition(page, language, now)
    near = Neighbourhood([edition], now)
    near.by_key[edition.item, language] = edition
    write_bytes(edition, compose(edition, near), 0, now)
    ready = ReadyEdition(
        item=edition.item, language=language, version=0, digest=edition.digest, changed_at=now, expires_at=None,
        path=edition.path, title=edition.title, body=bytes(edition.body),
    )  # fmt: skip
    shown = {code: near.shown(edition.item, code) for code in CODES}
    statuses = (
        LanguageStatus(code, "published", row.state_since, row.title, row.path)
        if (row := shown[code])
        else LanguageStatus(code, "missing")
        for code in CODES
    )
    return FoundItem(edition.item, tuple(statuses), (ready,)), ready


def _edition(page: Any, language: Language, now: Any) -> Edition:
    kind, projection, above = type_of(page), project(page, language), page.get_parent()
    desired = DesiredEdition(
        page=page,
        parent=Parent(above.translation_key, "") if above.depth > 1 else None,
        type=kind.name if kind else "",
        path=public_path(page) or f"/{language}/",
        newest=projection,
        allowed=True,
        version=Version(page, None, now, now),
        projection=projection,
    )
    tracked = TrackedEdition.new((page.translation_key, language), now)
    tracked.publish(desired, now)
    tracked.edition.expires_at = None
    return tracked.edition

"""Saving a translation makes no private page public: wagtail-localize gives it the privacy of its original whoever saves it."""

from functools import wraps
from typing import Any

from wagtail_localize.models import TranslationSource


def install() -> None:
    """Leaves a translation that is private as it is; of a private original it still becomes private."""
    synchronise = TranslationSource.sync_view_restrictions

    @wraps(synchronise)
    def sync_view_restrictions(self: TranslationSource, original: Any, translation_page: Any) -> None:
        if not translation_page.view_restrictions.exists():
            synchronise(self, original, translation_page)

    TranslationSource.sync_view_restrictions = sync_view_restrictions

"""System checks: what would otherwise be found out by a reader."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES
from cms.content.pages import ContentPage


@register()
def every_type_is_projected(**kwargs: Any) -> list[CheckMessage]:
    """publication.E001: a page type that no projection turns into an edition would never be published."""
    missing = [model for model in apps.get_models() if issubclass(model, ContentPage) and model not in page_models()]
    return [
        Error(
            f"{model._meta.label} has no projection.",
            hint="Add one in cms/publication/projections.",
            id="publication.E001",
        )
        for model in missing
    ]


@register()
def languages_agree(**kwargs: Any) -> list[CheckMessage]:
    """publication.E002: the languages of the settings must be the languages of the code."""
    declared = {code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES}
    if declared == set(CODES) == set(settings.PUBLIC_URLS):
        return []
    return [Error("WAGTAIL_CONTENT_LANGUAGES and PUBLIC_URLS must hold cy and en.", id="publication.E002")]


@register()
def translations_outlive_their_source(**kwargs: Any) -> list[CheckMessage]:
    """publication.E003: without its records, an untranslated copy of a deleted page could not be told from an original."""
    if settings.WAGTAILLOCALIZE_DISABLE_ON_DELETE and not settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE:
        return []
    return [
        Error(
            "WAGTAILLOCALIZE_DISABLE_ON_DELETE must be True and WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE False.",
            id="publication.E003",
        )
    ]

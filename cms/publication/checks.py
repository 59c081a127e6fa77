"""System checks: what would otherwise be found out by a reader."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES

from .releases.policies import Policy


@register()
def languages_agree(**kwargs: Any) -> list[CheckMessage]:
    """publication.E001: the languages of the settings must be the languages of the code."""
    declared = {code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES}
    if declared == set(CODES) == set(settings.PUBLIC_URLS):
        return []
    return [Error("WAGTAIL_CONTENT_LANGUAGES and PUBLIC_URLS must hold cy and en.", id="publication.E001")]


@register()
def translations_outlive_their_source(**kwargs: Any) -> list[CheckMessage]:
    """publication.E002: without its records, an untranslated copy of a deleted page could not be told from an original."""
    if settings.WAGTAILLOCALIZE_DISABLE_ON_DELETE and not settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE:
        return []
    return [
        Error(
            "WAGTAILLOCALIZE_DISABLE_ON_DELETE must be True and WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE False.",
            id="publication.E002",
        )
    ]


@register()
def policies_name_types(**kwargs: Any) -> list[CheckMessage]:
    """publication.E004: a policy for a type that there is not would do nothing, and nobody would know."""
    unknown = sorted(settings.RELEASE_POLICY_BY_TYPE.keys() - item_types().keys())
    if not unknown:
        return []
    known = ", ".join(sorted(item_types()))
    return [Error(f"RELEASE_POLICY_BY_TYPE names {', '.join(unknown)}; the types are {known}.", id="publication.E004")]


@register()
def types_declare_policies_that_there_are(**kwargs: Any) -> list[CheckMessage]:
    """publication.E005: a type whose declared policy there is not could not be published."""
    known = [policy.value for policy in Policy]
    return [
        Error(
            f"{kind.payload.__name__} declares the release policy {kind.release_policy!r}; there are {', '.join(known)}.",
            hint="docs/how-to/page-type.md says how a type is declared.",
            id="publication.E005",
        )
        for kind in item_types().values()
        if kind.release_policy is not None and kind.release_policy not in known
    ]

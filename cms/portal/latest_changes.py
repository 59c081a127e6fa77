"""What changed lately, newest first: releases as the API gives them, in the words of a page."""

import json
from typing import Any, Final

from cms.content.languages import NAMES, Language
from cms.content.vocabularies import Label
from cms.http.caching.cache_policy import CachePolicy
from cms.publication.queries.query_types import ReleaseFilter
from cms.publication.queries.release_queries import releases
from cms.reading.wording import written_date

_SHOWN: Final = 30
_KINDS: Final = {
    "first": Label("Newydd", "New"),
    "together": Label("Newidiwyd y ddwy iaith", "Changed in both languages"),
    "minor": Label("Newid bach mewn un iaith", "A small change in one language"),
    "alone": Label("Newidiwyd un iaith yn unig", "Changed in one language only"),
    "revert": Label("Dychwelwyd i'r fersiwn flaenorol", "Put back to the version before"),
    "take-down": Label("Tynnwyd i lawr", "Taken down"),
}
_CHANGED: Final = Label("Newidiwyd", "Changed")
_NOT_PUBLIC: Final = Label("Nid yw'n gyhoeddus bellach", "No longer public")


def latest_changes(language: Language) -> tuple[list[dict[str, Any]], CachePolicy]:
    """The newest releases, each with what is public of it now in either language, and how long the list holds."""
    page = releases(ReleaseFilter(), _SHOWN, newest_first=True)
    return [_shown(json.loads(row.content), language) for row in page.rows], CachePolicy(page.expires_at)


def _shown(release: dict[str, Any], language: Language) -> dict[str, Any]:
    public = [one for one in release["languages"] if one["address"]]
    return {
        "day": written_date(release["released"], language),
        "what": _KINDS.get(release["kind"], _CHANGED).text(language),
        "item": release["item"],
        "editions": [{**one, "language_name": NAMES[one["language"]]} for one in public],
        "not_public": "" if public else _NOT_PUBLIC.text(language),
    }

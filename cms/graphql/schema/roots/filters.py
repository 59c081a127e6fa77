"""Filters of lists and searches, checked as REST checks them. Order and repeats do not matter, so they are dropped."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label
from cms.http.identifiers import TOPIC, is_section_number
from cms.publication.queries.feed.change_entries import FeedFilter
from cms.publication.queries.query_types import EditionFilter, ReleaseFilter
from search.engines.engine_requests import FACETS, Filters

from ...limits import MAX_FILTER_VALUES
from . import messages
from .argument_problems import invalid
from .named_items import named

_SO_MANY: Final = Label(*(sentence.format(most=MAX_FILTER_VALUES) for sentence in messages.SO_MANY))
Values = Mapping[str, Any]


def edition_filter_of(language: Language, given: Values | None, types: tuple[str, ...] = ()) -> EditionFilter:
    """What a list holds. `types` are those of the field; where it has none, the filter may choose them.

    Raises Problem (400).
    """
    values = given or {}
    return EditionFilter(
        language=language,
        types=types or _any_of(values, "type"),
        kinds=_any_of(values, "kind"),
        audiences=_any_of(values, "audience"),
        topics=_any_of(values, "topic"),
        sections=_any_of(values, "section"),
        parents=_any_of(values, "parent"),
        new=values.get("new"),
        updated_since=values.get("updated_since"),
        changed_since=values.get("changed_since"),
        reviewed_before=values.get("reviewed_before"),
    )


def release_filter_of(given: Values | None) -> ReleaseFilter:
    """Which releases a list holds. Raises Problem (400)."""
    values = given or {}
    return ReleaseFilter(_any_of(values, "item"), _any_of(values, "kind"), values.get("since"))


def feed_filter_of(given: Values | None) -> FeedFilter:
    """Of what followers are told. Raises Problem (400)."""
    values = given or {}
    return FeedFilter(
        languages=_any_of(values, "language") or CODES,
        types=_any_of(values, "type"),
        audiences=_any_of(values, "audience"),
        topics=_any_of(values, "topic"),
        sections=_any_of(values, "section"),
    )


def search_filters(given: Values | None) -> Filters:
    """What narrows a search. Raises Problem (400)."""
    values = given or {}
    facets = {name: chosen for name in FACETS if (chosen := _any_of(values, name))}
    return Filters(facets, values.get("new"), values.get("updated_since"))


def _topic(text: str) -> str | None:
    return text if TOPIC.fullmatch(text) else None


def _section(text: str) -> str | None:
    return text if is_section_number(text) else None


# What reads the values of a filter, None for a malformed one. Codes of closed lists the schema has checked.
_READERS: Final[Mapping[str, tuple[Callable[[str], Any], Label]]] = {
    "topic": (_topic, messages.TOPICS),
    "section": (_section, messages.SECTIONS),
    "parent": (named, messages.IDS),
    "item": (named, messages.IDS),
}


def _any_of(values: Values, name: str) -> tuple[Any, ...]:
    """The values of a filter; none where it is left out, null or empty."""
    parts = values.get(name) or ()
    if len(parts) > MAX_FILTER_VALUES:
        raise invalid(f"filter.{name}", _SO_MANY)
    if name not in _READERS:
        return tuple(sorted(set(parts)))
    read, allowed = _READERS[name]
    found = {read(part) for part in parts}
    if None in found:
        raise invalid(f"filter.{name}", allowed)
    return tuple(sorted(found))

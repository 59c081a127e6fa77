"""The counts of facets with their labels in a language. It knows nothing of engines or outlets."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES, Language
from cms.content.vocabularies import AUDIENCES, KINDS
from cms.publication.collation import title_key
from cms.publication.queries import item_queries, list_queries
from cms.publication.queries.generation_cache import GenerationCache

from ..engines.engine_requests import FACETS, Facet

Labels = Mapping[str, str]
_CLOSED: Final[dict[Language, dict[Facet, Labels]]] = {
    language: {
        "type": {name: kind.label.text(language) for name, kind in item_types().items()},
        "kind": {code: label.text(language) for code, label in KINDS.items()},
        "audience": {code: label.text(language) for code, label in AUDIENCES.items()},
    }
    for language in CODES
}
Chosen = Mapping[Facet, Collection[str]]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the items found have a code. `chosen` says whether the search was narrowed by it."""

    code: str
    label: str
    count: int
    chosen: bool


def _topics(language: Language) -> Labels:
    """In alphabetical order."""
    used = [(title_key(use.label, language), use.code, use.label) for use in list_queries.topics_in_use(language)]
    return {code: label for _, code, label in sorted(used)}


def _sections(language: Language) -> Labels:
    """In the order of their numbers."""
    titles = list_queries.section_titles(language)
    return {number: f"{number} {titles[number]}" for number in sorted(titles, key=_figures)}


def _figures(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdigit())


_OPEN: Final[dict[Facet, Callable[[Language], Labels]]] = {"topic": _topics, "section": _sections}
_open_labels: Final = GenerationCache[tuple[Facet, Language], Labels]()


def clear_label_cache() -> None:
    """Forgets the labels of the open lists."""
    _open_labels.clear()


def labelled_counts(
    counts: Mapping[Facet, Mapping[str, int]], chosen: Chosen, language: Language, generation: int | None
) -> dict[Facet, tuple[FacetCount, ...]]:
    """Each facet's codes in the usual order: of closed lists that of the list, else numbers or the alphabet. A code that the
    search was narrowed by is there even if nothing has it. `generation` is None where nobody has read it yet.
    """
    if generation is None:
        read = any(counts.get(facet) or chosen.get(facet) for facet in _OPEN)
        generation = item_queries.generation() if read else 0
    return {
        facet: _counts(facet, counts.get(facet, {}), chosen.get(facet, ()), language, generation) for facet in FACETS
    }


def _counts(
    facet: Facet, counts: Mapping[str, int], chosen: Collection[str], language: Language, generation: int
) -> tuple[FacetCount, ...]:
    codes = {code for code, count in counts.items() if count} | set(chosen)
    if not codes:
        return ()
    labels = _labels(facet, language, generation)
    known = [code for code in labels if code in codes]
    return tuple(
        FacetCount(code, labels.get(code, code), counts.get(code, 0), code in chosen)
        for code in (*known, *sorted(codes.difference(known)))
    )


def _labels(facet: Facet, language: Language, generation: int) -> Labels:
    """All codes' labels in the usual order."""
    if facet in _OPEN:
        return _open_labels.get((facet, language), generation, lambda: _OPEN[facet](language))
    return _CLOSED[language][facet]

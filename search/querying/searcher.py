"""The one reader of searches, for every outlet: what may be served now of what the engine finds. It knows nothing of HTTP.

The engine's index may be a moment behind: items, titles and addresses come from the editions, in one query, and marked
passages are shown only where the index holds the edition that is public.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from cms.content.languages import Language, other
from cms.publication.queries import list_queries
from cms.publication.queries.keyset import sides
from cms.publication.queries.query_types import Cards, ReadyCard

from .. import engines
from ..analysis import Analyser
from ..engines.interface import Facet, Filters, Page, Place, Request, SortName, Unavailable
from ..engines.interface import Hit as Found
from ..highlighting.highlights import Fragment, Marked, marked
from ..indexing import in_process
from ..indexing.vocabulary import analyser
from ..statistics import search_counter
from . import facets, spelling
from .facets import Count
from .query_parser import parse, reading

LIMIT: Final = 10
# Words of a search that nothing is found for that are looked up in the hope of a likelier one: each takes a while.
_MOST_CORRECTED: Final = 3
_SHORTEST_CORRECTED: Final = 3
# Seconds after the beginning of a search at which no more time is given to guesses.
_PATIENCE: Final = 0.3


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A download in whose words something was found, and on which of its pages (from 1; None where it has none)."""

    id: UUID
    title: str
    name: str
    address: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words of an item in HTML, with those that were sought in <mark>."""

    field: str
    language: Language
    html: str
    file: FoundFile | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found: its ready card, the language and fields that matched, the passages, and its place in the order."""

    item: UUID
    card: bytes
    language: Language
    fields: tuple[str, ...]
    highlights: tuple[Highlight, ...]
    place: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. `also` is how many the other language has; `meant` the search that somebody may have meant to make;
    `before` and `after` are the places of the neighbouring pages. `counted` counts the search once more: for who gives the
    same answer again without asking here.
    """

    language: Language
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[Count, ...]]
    also: int
    meant: str | None
    before: Place | None
    after: Place | None
    expires_at: datetime | None
    counted: Callable[[], None] | None


@contextmanager
def noticing() -> Iterator[None]:
    """Where no index answers, the process that can make one is told so."""
    try:
        yield
    except Unavailable:
        in_process.wake()
        raise


@noticing()
def search(
    language: Language,
    q: str,
    filters: Filters | None = None,
    sort: SortName = "relevance",
    limit: int = LIMIT,
    place: Place | None = None,
) -> Results:
    """A page of at most `limit` hits in one language. Raises QueryError (query_text) and Unavailable (engines.interface)."""
    until = monotonic() + _PATIENCE
    filters = filters or Filters()
    request = _request(language, q, filters, sort, limit, place)
    page = engines.engine().search(request)
    marks = {hit.item: marked(hit.material, request) for hit in page.hits}
    in_files = [item for item, one in marks.items() if any(fragment.file for fragment in one.fragments)]
    cards = list_queries.cards(list(marks), language, in_files)
    hits = tuple(_hit(found, cards.by_item[found.item], marks[found.item], language) for found in _served(page, cards))
    total = page.total - (len(page.hits) - len(hits))
    meant, counted = None, None
    if place is None:
        if not (filters.facets or filters.updated_since or filters.new is not None):
            counted = partial(search_counter.count_search, request.own.whole, language, total, q)
            counted()
        meant = _meant(request, q, until) if _may_be_a_slip(request, page) else None
    before, after = _neighbours(page, place)
    return Results(
        language=language,
        hits=hits,
        total=total,
        facets=facets.labelled(page.facets, filters.facets, language, cards.generation),
        also=page.also,
        meant=meant,
        before=before,
        after=after,
        counted=counted,
        expires_at=min((card.expires_at for card in cards.by_item.values() if card.expires_at), default=None),
    )


def _request(language: Language, q: str, filters: Filters, sort: SortName, limit: int, place: Place | None) -> Request:
    query = parse(q)
    own, twin = (reading(query, analyser(code)) for code in (language, other(language)))
    return Request(language, own, twin, timezone.now(), filters, sort, limit, place)


def _served(page: Page, cards: Cards) -> Iterable[Found]:
    return (hit for hit in page.hits if hit.item in cards.by_item)


def _neighbours(page: Page, place: Place | None) -> tuple[Place | None, Place | None]:
    """The places of the previous and the next page."""
    if not page.hits:
        return None, None
    back = place is not None and place.backwards
    has_previous, has_next = sides(begun=place is not None, backwards=back, more=page.more)
    return (
        Place(page.hits[0].place, backwards=True) if has_previous else None,
        Place(page.hits[-1].place) if has_next else None,
    )


def _hit(found: Found, card: ReadyCard, marks: Marked, language: Language) -> Hit:
    matched = language if found.direct else other(language)
    # Without the edition that the index holds, or its twin, nobody knows whether the passages are public.
    if found.edition != card.version or not (found.direct or card.twin):
        return Hit(found.item, card.card, matched, (), (), found.place)
    whole = [("title", marks.title), ("summary", marks.summary)]
    highlights = [Highlight(field, language, html) for field, html in whole if html is not None]
    highlights += [shown for fragment in marks.fragments if (shown := _highlight(fragment, card)) is not None]
    fields = tuple(dict.fromkeys(field for field, its in marks.fields if its == matched))
    return Hit(found.item, card.card, matched, fields, tuple(highlights), found.place)


def _highlight(fragment: Fragment, card: ReadyCard) -> Highlight | None:
    """A fragment as it is shown; None for one of a file that the edition does not offer, or of a twin that is not public."""
    if fragment.file is None:
        return Highlight(fragment.field, fragment.language, fragment.html)
    file = _file(card.body.decode(), fragment)
    return None if file is None else Highlight(fragment.field, fragment.language, fragment.html, file)


def _file(body: str, fragment: Fragment) -> FoundFile | None:
    """The file as the payload offers it. Only that one object of the payload is read."""
    start = body.find(f'{{"id":"{fragment.file}","title":')
    if start < 0 or fragment.file is None:
        return None
    offered: dict[str, Any] = json.JSONDecoder().raw_decode(body, start)[0]
    return FoundFile(fragment.file, offered["title"], offered["name"], offered["address"], fragment.page)


def _may_be_a_slip(request: Request, page: Page) -> bool:
    """Whether a word may be unknown: nothing was found, or only through the twin and not for all of the words."""
    if not page.hits:
        return True
    return request.twin.needed < len(request.twin.words) and not any(hit.direct for hit in page.hits)


def _meant(request: Request, q: str, until: float) -> str | None:
    """The search with its unknown words replaced by likelier ones, if all of those are found together in something public.

    A slow engine is asked no more after `until` (a time of the monotonic clock): nobody waits long for a mere guess.
    """
    pair = analyser(request.language), analyser(other(request.language))
    better = _corrected(q, *pair, until)
    if better == q or monotonic() > until:
        return None
    again = _request(request.language, better, request.filters, "relevance", LIMIT, None)
    own, twin = (replace(one, needed=len(one.words)) for one in (again.own, again.twin))
    page = engines.engine().search(replace(again, own=own, twin=twin))
    # A word that only stands in what was taken down a moment ago is not given away.
    cards = list_queries.cards([hit.item for hit in page.hits], request.language)
    current = (hit for hit in _served(page, cards) if hit.edition == cards.by_item[hit.item].version)
    return better if any(current) else None


def _corrected(q: str, own: Analyser, twin: Analyser, until: float) -> str:
    better, looked_up = q, 0
    # From the end, so that places before a change stay as they are.
    for token in reversed(own.tokens(q)):
        word = q[token.start : token.end]
        left_alone = token.function or not word.isalpha() or len(word) < _SHORTEST_CORRECTED
        if left_alone or q[token.start - 1 : token.start] == "-" or q[token.end : token.end + 1] == "*":
            continue
        if looked_up == _MOST_CORRECTED or monotonic() > until:
            break
        looked_up += 1
        twins = [key for keys in twin.query_keys(word) for key in keys]
        likelier = spelling.likelier(engines.engine(), (own, twin), word, (token.keys, twins))
        if likelier:
            better = better[: token.start] + likelier + better[token.end :]
    return better

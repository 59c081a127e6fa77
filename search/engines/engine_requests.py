"""What an engine is asked: queries as each language analysed them, filters, order and position.

No engine is handed a user's text: only keys that the analysis made, codes of closed lists, and moments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from cms.content.languages import Language

Facet = Literal["type", "kind", "audience", "section", "topic"]
FACETS: Final[tuple[Facet, ...]] = ("type", "kind", "audience", "section", "topic")
SortName = Literal["relevance", "title", "-title", "updated", "-updated", "published", "-published"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a query; exactly one of the three is filled.

    `keys`: each of the lists has to match, by any of its keys. `prefixes`: a key begins with any of them. `phrase`: primary
    keys that stand next to each other in this order, or those of `variants`, in which its hyphens are written otherwise.
    `word` is the number of what was typed, the same in both languages; `general` says that it is a word of little meaning.
    """

    keys: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()
    word: int = 0
    general: bool = False

    @property
    def sequences(self) -> tuple[tuple[str, ...], ...]:
        """The phrase and its variants, of which any will do; none where the clause is no phrase."""
        return (self.phrase, *self.variants) if self.phrase else ()


@dataclass(frozen=True, slots=True)
class CountedClause:
    """A clause, and where it is counted: in the public items of a language, in their own words or in their twins'."""

    language: Language
    clause: Clause
    in_twin: bool = False


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that may be misspelt, as it was typed, and its keys in a language."""

    language: Language
    word: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that were typed one after the other: their numbers, and their primary keys with those of what is between."""

    words: tuple[int, int]
    phrase: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnalysedQuery:
    """A query as the analysis of one language understands it: `words` (of keys or prefixes), `phrases`, of which all have to
    match, and `excluded`, of which nothing may. `primary_keys` are those of all words and phrases in order: a title may be
    just these. A word that the language does not count as one (a function word) is in `primary_keys` alone. A word may be
    met by its `relatives` too, a clause of the same number, for less; `concepts` are the keys of what several words together
    are a form of.
    """

    language: Language
    words: tuple[Clause, ...] = ()
    phrases: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    primary_keys: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    relatives: tuple[Clause, ...] = ()
    concepts: tuple[str, ...] = ()

    def ways(self, word: int) -> tuple[Clause, ...]:
        """The clauses of a word, and of its relatives: it is met by any."""
        return tuple(clause for clause in (*self.words, *self.relatives) if clause.word == word)

    @property
    def sequence(self) -> tuple[str, ...]:
        """The primary keys of two words or more: these may stand side by side in a text."""
        return self.primary_keys if len(self.primary_keys) > 1 else ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What the words of a query are worth by how rare they are, by number; 0 for one that is nowhere, with its relatives. A hit
    has at least `needed` of the `significant` ones. `by_relative` is what the relatives of a word are worth, and `by_concept`
    what a concept is.
    """

    by_word: Mapping[int, int] = field(default_factory=dict)
    significant: frozenset[int] = frozenset()
    needed: int = 0
    by_relative: Mapping[int, int] = field(default_factory=dict)
    by_concept: Mapping[str, int] = field(default_factory=dict)

    def of(self, *words: int) -> int:
        """The weight of these words together."""
        return sum(self.by_word.get(word, 0) for word in words)

    def ways(self, query: AnalysedQuery, word: int) -> Iterator[tuple[Clause, int]]:
        """The clauses by which a word of a query is met, each with its weight."""
        for clauses, weight in ((query.words, self.of(word)), (query.relatives, self.by_relative.get(word, 0))):
            yield from ((clause, weight) for clause in clauses if clause.word == word)

    @property
    def known(self) -> frozenset[int]:
        """The words that are somewhere."""
        return frozenset(word for word, weight in self.by_word.items() if weight)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. Several values of one mean any of them."""

    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    new: bool | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HitPosition:
    """Just after (or, backwards, before) a hit in the order of the search: its sort values (`EngineHit.position`)."""

    values: tuple[int | str, ...]
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search of `language`: by the query of its `own` language in an item's own words, and by that of its `twin`, the other
    one, in its twin's. A word may be met on either side.

    `now` decides what is new, fresh or expired: both engines are given the same moment.
    """

    language: Language
    own: AnalysedQuery
    twin: AnalysedQuery
    now: datetime
    weights: Weights = field(default_factory=Weights)
    filters: Filters = field(default_factory=Filters)
    sort: SortName = "relevance"
    limit: int = 10
    position: HitPosition | None = None
    # Of the same words in the other language's items; None where they are the same.
    twin_weights: Weights | None = None

    @property
    def finds_nothing(self) -> bool:
        """Whether its weights say already that no item has what it takes: a phrase is nowhere, or all of its words are."""
        nowhere = {number for number, weight in self.weights.by_word.items() if not weight}
        return bool(nowhere.intersection(self.phrases)) or not (self.phrases or set(self.words) - nowhere)

    @property
    def words(self) -> list[int]:
        """The numbers of its words, in either language."""
        return sorted({clause.word for query in (self.own, self.twin) for clause in query.words})

    @property
    def phrases(self) -> list[int]:
        """The numbers of its phrases, in either language."""
        return sorted({clause.word for query in (self.own, self.twin) for clause in query.phrases})

    @property
    def concepts(self) -> list[str]:
        """The keys of its concepts, in either language."""
        return sorted({key for query in (self.own, self.twin) for key in query.concepts})


def twin_request(request: SearchRequest) -> SearchRequest:
    """The same search of the other language: the two queries change places, the filters stay."""
    weights = request.twin_weights or request.weights
    return SearchRequest(request.twin.language, request.twin, request.own, request.now, weights, request.filters)

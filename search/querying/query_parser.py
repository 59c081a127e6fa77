"""Parses what a reader typed into words, "phrases", prefixes* and what is -excluded, and analyses it in a language.

Nothing here knows an engine: what comes out are keys that the analysis made, never the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ..analysis import Analyser, QueryWord, is_relative, without_relatives
from ..analysis.folding import HYPHENS
from ..engines.engine_requests import AnalysedQuery, Clause, Pair

QueryErrorCode = Literal[
    "empty", "no-words", "too-short", "too-long", "too-many-words", "short-prefix", "too-many-prefixes", "only-excluded"
]
MAX_CHARACTERS: Final = 200
MAX_WORDS: Final = 40
MAX_PREFIXES: Final = 3
MIN_PREFIX_LETTERS: Final = 2

_QUOTES: Final = frozenset('"“”„‟«»')
# Invisible in the middle of a word: the word goes on behind it.
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_AS_SPACE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_HYPHEN: Final = re.compile(rf"(?<=\w)[{re.escape(HYPHENS)}](?=\w)")
# The words of each part without signs, by the number of its first.
_PlainWords = dict[int, list[QueryWord]]
_WORD: Final = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")


class QueryError(ValueError):
    """A query that cannot be searched for. `fields` are the figures that its message names (`limit`, `prefix`)."""

    def __init__(self, code: QueryErrorCode, **fields: int | str) -> None:
        super().__init__(code)
        self.code: QueryErrorCode = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One thing that was typed, as it was written."""

    text: str
    kind: Literal["word", "phrase", "prefix"] = "word"
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was typed: its text with single spaces and without invisible characters, and its parts in order."""

    text: str
    parts: tuple[QueryPart, ...]


def parse_query(q: str) -> ParsedQuery:
    """The parts of a query. Raises QueryError where there is nothing to search for, or too much."""
    text = _visible(q)
    if not text:
        raise QueryError("empty")
    if len(text) > MAX_CHARACTERS:
        raise QueryError("too-long", limit=MAX_CHARACTERS)
    parts = tuple(part for part in _parts(text) if _WORD.search(part.text))
    _check(parts)
    return ParsedQuery(text, parts)


def analyse_both(query: ParsedQuery, own: Analyser, twin: Analyser) -> tuple[AnalysedQuery, AnalysedQuery]:
    """The query in both languages, of which the first is the reader's. A function word of the language that it is in is not
    taken for a word of the other: *can* of an English question is no *cân* (song), nor *o* of a Welsh one a letter. A word that
    only one of them knows is its word in texts of the other too: *hair* is no *gair* (word).
    """
    mine, its = _plain_words(query, own), _plain_words(query, twin)
    foreign_own, foreign_twin = _foreign_words(mine, its)
    return _analysed(query, own, mine, foreign_own), _analysed(query, twin, its, foreign_twin)


class ForeignWords(NamedTuple):
    """Words of a query, by number, that are the other language's: those that this one is not asked for, and how that one reads
    the others.
    """

    left_out: frozenset[int] = frozenset()
    read_there: Mapping[int, QueryWord] = MappingProxyType({})


def _plain_words(query: ParsedQuery, analyser: Analyser) -> _PlainWords:
    return {number: analyser.query_words(part.text) for number, part in _numbered(query) if _is_plain(part)}


def _foreign_words(own: _PlainWords, twin: _PlainWords) -> tuple[ForeignWords, ForeignWords]:
    """The words that are of the other language, for each of the two."""
    pairs = [
        (number + mine.number, mine, others[mine.number])
        for number, words in own.items()
        for others in [{word.number: word for word in twin[number]}]
        for mine in words
        if mine.number in others
    ]
    only_own = sum(mine.known and not its.known for _, mine, its in pairs)
    only_twin = sum(its.known and not mine.known for _, mine, its in pairs)
    return (
        ForeignWords(
            frozenset(
                number for number, mine, its in pairs if its.function and (only_twin > only_own or not mine.known)
            ),
            {number: its for number, mine, its in pairs if its.known and not mine.known},
        ),
        ForeignWords(
            frozenset(number for number, mine, _ in pairs if mine.function),
            {number: mine for number, mine, its in pairs if mine.known and not its.known},
        ),
    )


def _numbered(query: ParsedQuery) -> Iterator[tuple[int, QueryPart]]:
    """The parts, each with the number of its first word. Words in a row are one part: they may be a form of a term together."""
    number = 0
    for plain, parts in groupby(query.parts, _is_plain):
        for part in [QueryPart(" ".join([one.text for one in parts]))] if plain else parts:
            yield number, part
            number += len(part.text)


def words_by_number(query: ParsedQuery, analyser: Analyser) -> dict[int, str]:
    """What was typed and is looked for, by the numbers that clauses name it by."""
    found: dict[int, str] = {}
    for number, part in _numbered(query):
        if _is_plain(part):
            found |= {number + word.number: word.text for word in analyser.query_words(part.text)}
        elif not part.excluded:
            found[number] = part.text
    return found


def _is_plain(part: QueryPart) -> bool:
    return part.kind == "word" and not part.excluded


def analyse_query(query: ParsedQuery, analyser: Analyser) -> AnalysedQuery:
    """The query in the analyser's language. Function words count only in phrases, unless there is nothing else."""
    return _analysed(query, analyser, _plain_words(query, analyser), ForeignWords())


def _analysed(query: ParsedQuery, analyser: Analyser, plain: _PlainWords, foreign: ForeignWords) -> AnalysedQuery:
    """The query in one language; words that are `foreign` count as function words do."""
    reading = _Reading(analyser, plain, foreign)
    for number, part in _numbered(query):
        reading.take(part, number)
    words, phrases = reading.words, reading.phrases
    primary_keys = reading.primary_keys()
    if primary_keys and not (words or phrases):
        phrases = [Clause(phrase=primary_keys, word=0)]
    return AnalysedQuery(
        analyser.language,
        tuple(words),
        tuple(phrases),
        tuple(reading.excluded),
        primary_keys,
        tuple(reading.pairs),
        tuple(reading.relatives),
        tuple(dict.fromkeys(reading.concepts)),
    )


class _Reading:
    """A query as it is read, part by part. What was typed is numbered by its words, the same in each language."""

    def __init__(self, analyser: Analyser, plain: _PlainWords, foreign: ForeignWords) -> None:
        self._analyser, self._plain, self._foreign = analyser, plain, foreign
        self._primaries: list[str] = []
        self._hidden = False
        # The last word with keys, and the primary keys since it began.
        self._before: tuple[int, list[str]] | None = None
        self.words: list[Clause] = []
        self.phrases: list[Clause] = []
        self.excluded: list[Clause] = []
        self.pairs: list[Pair] = []
        self.relatives: list[Clause] = []
        self.concepts: list[str] = []

    def take(self, part: QueryPart, number: int) -> None:
        """Reads the next part, whose first word has the number."""
        if part.excluded:
            # Who leaves out maethu (to foster) does not leave out maeth (nourishment).
            self.excluded += _clauses(part, self._analyser)
        elif part.kind == "prefix":
            self.words += [replace(one, word=number) for one in _clauses(part, self._analyser)]
            self._hidden, self._before = True, None
        elif part.kind == "phrase":
            self.phrases += [replace(one, word=number) for one in _clauses(part, self._analyser)]
            self._primaries += [token.primary for token in self._analyser.tokens(part.text)]
            self._before = None
        else:
            self._take_words(number)

    def _take_words(self, number: int) -> None:
        for word in self._plain[number]:
            self._primaries.append(word.primary)
            self.concepts += word.begins
            if self._before:
                self._before[1].append(word.primary)
            mine = number + word.number
            if word.function or not word.alternatives or mine in self._foreign.left_out:
                continue
            there = self._foreign.read_there.get(mine)
            alternatives = word.as_in(there) if there else word.alternatives
            itself = tuple(map(without_relatives, alternatives))
            self.words.append(Clause(keys=itself, word=mine, general=word.general))
            self.relatives += _relatives(alternatives, mine)
            if self._before:
                self.pairs.append(Pair((self._before[0], mine), tuple(self._before[1])))
            self._before = mine, [word.primary]

    def primary_keys(self) -> tuple[str, ...]:
        """The primary keys of all that is required, in order; none where a prefix is among it: nobody knows the word meant."""
        return () if self._hidden else tuple(self._primaries)


def _visible(q: str) -> str:
    """The text without invisible characters; control characters, marks of direction and lone surrogates are spaces."""
    signs = ("" if sign in _INVISIBLE else " " if unicodedata.category(sign) in _AS_SPACE else sign for sign in q)
    return " ".join("".join(signs).split())


def _parts(text: str) -> list[QueryPart]:
    """The parts of a text, some of which may have no word. An open quotation ends with the text."""
    parts: list[QueryPart] = []
    at, end = 0, len(text)
    while at < end:
        start = at
        while at < end and text[at] == "-":
            at += 1
        excluded = at > start
        if at < end and text[at] in _QUOTES:
            close = _next(text, at + 1, _QUOTES)
            parts.append(QueryPart(text[at + 1 : close].replace("*", " "), "phrase", excluded))
            at = close + 1
        else:
            stop = _next(text, at, _QUOTES | {" "})
            parts += _words(text[at:stop], excluded)
            at = stop + (stop < end and text[stop] == " ")
    return parts


def _words(chunk: str, excluded: bool) -> list[QueryPart]:
    """A chunk without spaces: all that an asterisk follows is a prefix."""
    *begun, rest = chunk.split("*")
    return [*(QueryPart(text, "prefix", excluded) for text in begun), QueryPart(rest, "word", excluded)]


def _next(text: str, at: int, signs: frozenset[str]) -> int:
    while at < len(text) and text[at] not in signs:
        at += 1
    return at


def _check(parts: tuple[QueryPart, ...]) -> None:
    if not parts:
        raise QueryError("no-words")
    if all(part.excluded for part in parts):
        raise QueryError("only-excluded")
    if sum(len(_WORD.findall(part.text)) for part in parts) > MAX_WORDS:
        raise QueryError("too-many-words", limit=MAX_WORDS)
    prefixes = [part.text for part in parts if part.kind == "prefix"]
    if short := next((text for text in prefixes if _letters(text) < MIN_PREFIX_LETTERS), None):
        raise QueryError("short-prefix", limit=MIN_PREFIX_LETTERS, prefix=f"{short}*")
    if len(prefixes) > MAX_PREFIXES:
        raise QueryError("too-many-prefixes", limit=MAX_PREFIXES)


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def _clauses(part: QueryPart, analyser: Analyser) -> list[Clause]:
    if part.kind == "phrase":
        phrase, *variants = _sequences(part.text, analyser)
        return [Clause(phrase=phrase, variants=tuple(variants))] if phrase else []
    if part.kind == "prefix":
        prefixes = tuple(filter(None, map(_key, analyser.start_alternatives(part.text))))
        return [Clause(prefixes=prefixes)] if prefixes else []
    words = (word for word in analyser.query_words(part.text) if not word.function and word.alternatives)
    return [Clause(keys=tuple(map(without_relatives, word.alternatives))) for word in words]


def _relatives(alternatives: tuple[tuple[str, ...], ...], word: int) -> Iterator[Clause]:
    """The clause of a word's relatives, if each of its parts has any."""
    relatives = tuple(tuple(filter(is_relative, keys)) for keys in alternatives)
    if all(relatives):
        yield Clause(keys=relatives, word=word)


def _sequences(text: str, analyser: Analyser) -> list[tuple[str, ...]]:
    """The keys of a phrase as it is written; with its hyphens as spaces; two words with a hyphen. To a reader, early-permanence
    and early permanence are one.
    """
    apart = _HYPHEN.sub(" ", text)
    words = analyser.tokens(apart)
    two = len(words) == 2 and not any(word.function for word in words)
    written = [text, apart, *(["-".join(apart[word.start : word.end] for word in words)] if two else [])]
    return list(dict.fromkeys(tuple(token.primary for token in analyser.tokens(one)) for one in written))


def _key(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())

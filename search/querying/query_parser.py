"""Parses what a reader typed into words, "phrases", prefixes* and what is -excluded, and analyses it in a language.

Nothing here knows an engine: what comes out are keys that the analysis made, never the text.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from ..analysis import Analyser, QueryWord
from ..analysis.folding import HYPHENS
from ..engines.engine_requests import AnalysedQuery, Clause
from ..engines.ranking import minimum_should_match

QueryErrorCode = Literal[
    "empty", "no-words", "too-short", "too-long", "too-many-words", "short-prefix", "too-many-prefixes", "only-excluded"
]
MAX_CHARACTERS: Final = 200
MAX_WORDS: Final = 20
MAX_PREFIXES: Final = 3
MIN_PREFIX_LETTERS: Final = 2

_QUOTES: Final = frozenset('"“”„‟«»')
# Invisible in the middle of a word: the word goes on behind it.
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_AS_SPACE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_HYPHEN: Final = re.compile(rf"(?<=\w)[{re.escape(HYPHENS)}](?=\w)")
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


def analyse_query(query: ParsedQuery, analyser: Analyser) -> AnalysedQuery:
    """The query in the analyser's language. Function words count only in phrases, unless there is nothing else."""
    words: list[Clause] = []
    phrases: list[Clause] = []
    excluded: list[Clause] = []
    for part in query.parts:
        clauses = _clauses(part, analyser)
        if part.excluded:
            excluded += clauses
        else:
            (phrases if part.kind == "phrase" else words).extend(clauses)
    primary_keys = _primary_keys(query, analyser)
    if primary_keys and not (words or phrases):
        phrases.append(Clause(phrase=primary_keys))
    return AnalysedQuery(
        language=analyser.language,
        words=tuple(words),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        primary_keys=primary_keys,
        minimum_should_match=minimum_should_match(len(words)),
    )


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
    return [Clause(keys=word.alternatives) for word in analyser.query_words(part.text) if _content(word)]


def _sequences(text: str, analyser: Analyser) -> list[tuple[str, ...]]:
    """The keys of a phrase as it is written; with its hyphens as spaces; two words with a hyphen. To a reader, early-permanence
    and early permanence are one.
    """
    apart = _HYPHEN.sub(" ", text)
    words = analyser.tokens(apart)
    two = len(words) == 2 and not any(word.function for word in words)
    written = [text, apart, *(["-".join(apart[word.start : word.end] for word in words)] if two else [])]
    return list(dict.fromkeys(tuple(token.primary for token in analyser.tokens(one)) for one in written))


def _content(word: QueryWord) -> bool:
    return not word.function and bool(word.alternatives)


def _key(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _primary_keys(query: ParsedQuery, analyser: Analyser) -> tuple[str, ...]:
    """The primary keys of all that is required, in order; none where a prefix is among it: nobody knows the word meant."""
    required = [part for part in query.parts if not part.excluded]
    if any(part.kind == "prefix" for part in required):
        return ()
    return tuple(token.primary for part in required for token in analyser.tokens(part.text))

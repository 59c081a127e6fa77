"""What a reader typed, as parts: words, "phrases", prefix*, and what is -excluded; and how a language reads them.

Nothing here knows an engine: what comes out are keys that the analysis made, never the text.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from ..analysis import Analyser, QueryWord
from ..engines.interface import Clause, Reading
from .ranking import needed

Code = Literal[
    "empty", "no-words", "too-short", "too-long", "too-many-words", "short-prefix", "too-many-prefixes", "only-excluded"
]
CHARACTERS: Final = 200
WORDS: Final = 20
PREFIXES: Final = 3
PREFIX_LETTERS: Final = 2

_QUOTES: Final = frozenset('"“”„‟«»')
# What is in a word without being seen: the word goes on behind it.
_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_AS_SPACE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_WORD: Final = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")


class QueryError(ValueError):
    """A query that cannot be asked. `fields` are the figures that its message names (`limit`, `prefix`)."""

    def __init__(self, code: Code, **fields: int | str) -> None:
        super().__init__(code)
        self.code: Code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was typed, as it was written."""

    text: str
    kind: Literal["word", "phrase", "prefix"] = "word"
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: its text with single spaces and without signs that are not seen, and its parts in order."""

    text: str
    parts: tuple[Part, ...]


def parse(q: str) -> Query:
    """The parts of a query. Raises QueryError where nothing can be looked for, or too much is asked for."""
    text = _seen(q)
    if not text:
        raise QueryError("empty")
    if len(text) > CHARACTERS:
        raise QueryError("too-long", limit=CHARACTERS)
    parts = tuple(part for part in _parts(text) if _WORD.search(part.text))
    _check(parts)
    return Query(text, parts)


def reading(query: Query, analyser: Analyser) -> Reading:
    """The query as the analyser's language reads it. Function words count only in phrases, unless there is nothing else."""
    words: list[Clause] = []
    phrases: list[Clause] = []
    excluded: list[Clause] = []
    for part in query.parts:
        clauses = _clauses(part, analyser)
        if part.excluded:
            excluded += clauses
        else:
            (phrases if part.kind == "phrase" else words).extend(clauses)
    whole = _whole(query, analyser)
    if whole and not (words or phrases):
        phrases.append(Clause(phrase=whole))
    return Reading(
        language=analyser.language,
        words=tuple(words),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        whole=whole,
        needed=needed(len(words)),
    )


def _seen(q: str) -> str:
    """The text without what is not seen; control characters, marks of direction and lone surrogates are spaces."""
    kept = ("" if sign in _UNSEEN else " " if unicodedata.category(sign) in _AS_SPACE else sign for sign in q)
    return " ".join("".join(kept).split())


def _parts(text: str) -> list[Part]:
    """The parts of a text, some of which may have no word. An open quotation ends with the text."""
    parts: list[Part] = []
    at, end = 0, len(text)
    while at < end:
        start = at
        while at < end and text[at] == "-":
            at += 1
        excluded = at > start
        if at < end and text[at] in _QUOTES:
            close = _next(text, at + 1, _QUOTES)
            parts.append(Part(text[at + 1 : close].replace("*", " "), "phrase", excluded))
            at = close + 1
        else:
            stop = _next(text, at, _QUOTES | {" "})
            parts += _words(text[at:stop], excluded)
            at = stop + (stop < end and text[stop] == " ")
    return parts


def _words(chunk: str, excluded: bool) -> list[Part]:
    """A chunk without spaces: all that an asterisk follows is a prefix."""
    *begun, rest = chunk.split("*")
    return [*(Part(text, "prefix", excluded) for text in begun), Part(rest, "word", excluded)]


def _next(text: str, at: int, signs: frozenset[str]) -> int:
    while at < len(text) and text[at] not in signs:
        at += 1
    return at


def _check(parts: tuple[Part, ...]) -> None:
    if not parts:
        raise QueryError("no-words")
    if all(part.excluded for part in parts):
        raise QueryError("only-excluded")
    if sum(len(_WORD.findall(part.text)) for part in parts) > WORDS:
        raise QueryError("too-many-words", limit=WORDS)
    prefixes = [part.text for part in parts if part.kind == "prefix"]
    if short := next((text for text in prefixes if _letters(text) < PREFIX_LETTERS), None):
        raise QueryError("short-prefix", limit=PREFIX_LETTERS, prefix=f"{short}*")
    if len(prefixes) > PREFIXES:
        raise QueryError("too-many-prefixes", limit=PREFIXES)


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def _clauses(part: Part, analyser: Analyser) -> list[Clause]:
    if part.kind == "phrase":
        phrase = tuple(token.primary for token in analyser.tokens(part.text))
        return [Clause(phrase=phrase)] if phrase else []
    if part.kind == "prefix":
        prefixes = tuple(filter(None, map(_key, analyser.start_alternatives(part.text))))
        return [Clause(prefixes=prefixes)] if prefixes else []
    return [Clause(keys=word.alternatives) for word in analyser.query_words(part.text) if _content(word)]


def _content(word: QueryWord) -> bool:
    return not word.function and bool(word.alternatives)


def _key(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _whole(query: Query, analyser: Analyser) -> tuple[str, ...]:
    """The primary keys of all that has to be there, in order; none where a prefix is among it: nobody knows the word meant."""
    asked = [part for part in query.parts if not part.excluded]
    if any(part.kind == "prefix" for part in asked):
        return ()
    return tuple(token.primary for part in asked for token in analyser.tokens(part.text))

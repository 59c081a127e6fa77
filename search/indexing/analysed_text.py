"""A document's texts analysed in one pass: keys, sequences of primary keys, and where each word stands. Knows no payload.

Text is split at its spaces first. Each chunk between two is analysed once and cached, since most of them come again and
again; everything a document needs of it is a look-up from then on.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from ..analysis import Analyser, Read
from ..engines.documents import PASSAGE_BREAK
from .impacts import occurrences

_MAX_CACHED: Final = 200_000
_LONGEST_WORD: Final = 100
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_SPELLING: Final = re.compile(r"[^\W\d_]{3,30}")
# What may be written about a word, and is none of it.
_SIGNS: Final = ".,;:!?()[]{}<>\"'\u2018\u2019\u201c\u201d\u2026-\u2013\u2014*/"
_BETWEEN_PASSAGES: Final = f" {PASSAGE_BREAK} "


class _PhraseFound(NamedTuple):
    """A form of several words: the first and the last part that it is in, and its concept's key."""

    first: int
    last: int
    key: str


class ChunkCache(dict[str, str]):
    """A chunk of text, which has no spaces, to its primary keys, joined. Beside it, of every chunk that was looked
    up: its keys, its words as written in lower case, and for each word with keys the beginning of its line in an index of
    keys and where in the chunk it stands.
    """

    def __init__(self, analyser: Analyser) -> None:
        super().__init__()
        self.keys_of: dict[str, tuple[str, ...]] = {}
        self.spellings_of: dict[str, tuple[str, ...]] = {}
        self.lines_of: dict[str, tuple[tuple[str, int], ...]] = {}
        # The words of the chunks with which a term's form of several words may begin.
        self.begins: dict[str, bool] = {}
        self.words_of: dict[str, tuple[Read, ...]] = {}
        self.concepts = analyser.concepts
        self._tokens = analyser.tokens

    def __missing__(self, text: str) -> str:
        found = self._tokens(text)
        keyed = [token for token in found if token.keys and token.end - token.start <= _LONGEST_WORD]
        self.keys_of[text] = tuple(dict.fromkeys(chain.from_iterable(token.keys for token in found)))
        self.spellings_of[text] = tuple(filter(None, [_spelling(text[token.start : token.end]) for token in found]))
        self.lines_of[text] = tuple(
            (_line(token.primary, token.keys, token.end - token.start), token.start) for token in keyed
        )
        self.words_of[text] = tuple((token.primary, token.keys) for token in found)
        self.begins[text] = any(self.concepts.begins((token.primary, *token.keys)) for token in found)
        # Last: where it is found, the others are taken to be there.
        made = self[text] = " ".join(token.primary for token in found)
        return made


def _line(primary: str, keys: tuple[str, ...], length: int) -> str:
    """How an index line of a word begins: its keys, each between spaces, and the word's length as written."""
    return f"\n {' '.join(dict.fromkeys((primary, *keys)))} :{length}:"


def _spelling(word: str) -> str:
    lower = unicodedata.normalize("NFC", word).lower()
    return lower if _SPELLING.fullmatch(lower) else ""


_caches: WeakKeyDictionary[Analyser, ChunkCache] = WeakKeyDictionary()


def chunk_cache(analyser: Analyser) -> ChunkCache:
    """The cache of an analyser's chunks in this process; a new one when it is full."""
    known = _caches.get(analyser)
    if known is None or len(known) > _MAX_CACHED:
        known = _caches[analyser] = ChunkCache(analyser)
    return known


class AnalysedText:
    """The texts of one edition, field after field. A chunk counts for the field in which it comes first: fields are to be
    added best first.
    """

    def __init__(self, analyser: Analyser) -> None:
        self._chunks = chunk_cache(analyser)
        self._parts: list[str] = []
        self._lines: dict[str, list[str]] = {}
        self._sequences: dict[str, str] = {}
        self._ends: dict[str, int] = {}  # in characters
        self._spans: dict[str, tuple[int, int]] = {}  # in parts
        self._concepts: list[_PhraseFound] = []

    def add(self, name: str, passages: Iterable[str]) -> list[int]:
        """Adds a field, before anything else is called; gives how many characters each passage takes in its text."""
        lines: list[str] = []
        sequences: list[str] = []
        lengths: list[int] = []
        look_up = self._chunks.__getitem__
        first = len(self._parts)
        for passage in passages:
            begun = len(lines)
            for line in passage.splitlines():
                parts = (line if line.isprintable() else _UNPRINTABLE.sub(" ", line)).split()
                if parts:
                    lines.append(" ".join(parts))
                    sequences.append(" ".join(filter(None, map(look_up, parts))))
                    if any(map(self._chunks.begins.__getitem__, parts)):
                        self._find_concepts(parts)
                    self._parts += parts
            lengths.append(sum(map(len, lines[begun:])) + len(lines) - begun)
        self._spans[name] = first, len(self._parts)
        self._lines[name] = lines
        self._sequences[name] = _BETWEEN_PASSAGES.join(filter(None, sequences))
        self._ends[name] = sum(lengths) + max(self._ends.values(), default=0)
        return lengths

    def _find_concepts(self, parts: list[str]) -> None:
        """Notes where forms of terms, of several words, are in a line that is added next."""
        words = [(at, word) for at, part in enumerate(parts, len(self._parts)) for word in self._chunks.words_of[part]]
        for start, end, key in self._chunks.concepts.phrases([word for _, word in words]):
            self._concepts.append(_PhraseFound(words[start][0], words[end - 1][0], key))

    def text(self, name: str) -> str:
        """The text of a field: a line a passage, single spaces, a line break at its end."""
        return "".join([f"{line}\n" for line in self._lines[name]])

    def sequence(self, *names: str) -> str:
        """The primary keys of fields in order, with PASSAGE_BREAK between passages."""
        return _BETWEEN_PASSAGES.join(filter(None, [self._sequences[name] for name in names]))

    @cached_property
    def occurrences(self) -> dict[str, float]:
        """How often each key comes, weighted by field (impacts)."""
        return occurrences(self)

    def frequencies(self, name: str) -> Counter[str]:
        """How often each key comes in a field."""
        times: Counter[str] = Counter()
        keys_of = self._chunks.keys_of
        for chunk, count in Counter(self._parts[slice(*self._spans[name])]).items():
            for key in keys_of[chunk]:
                times[key] += count
        start, end = self._spans[name]
        times.update(one.key for one in self._concepts if start <= one.first < end)
        return times

    def length(self, name: str) -> int:
        """How many words a field has."""
        start, end = self._spans[name]
        return end - start

    def spellings(self, *names: str) -> tuple[str, ...]:
        """The distinct words that come first in any of the fields, as written but in lower case."""
        spellings_of = self._chunks.spellings_of
        found = [spellings_of[chunk] for name in names for chunk in self._first_in[name]]
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def index(self, *names: str, max_offsets: int = 30) -> str:
        """The index of keys over the first fields, which are named: a line for words of the same keys and length, with at
        most `max_offsets` offsets, each as its distance from the one before.
        """
        lines: dict[str, list[int]] = {}
        end = max((self._ends[name] for name in names), default=0)
        lines_of, offsets = self._chunks.lines_of, self._offsets
        for chunk in chain.from_iterable([self._first_in[name] for name in names]):
            starts = offsets[chunk]
            if starts[-1] >= end:
                starts = [start for start in starts if start < end]
            for line, inner in lines_of[chunk]:
                mine = [start + inner for start in starts] if inner else starts
                lines[line] = sorted(lines[line] + mine) if line in lines else mine
        for line, start in self._concept_lines(end):
            lines[line] = [*lines.get(line, ()), start]
        return "".join([
            f"{line}{starts[0]}" if len(starts) == 1 else line + _steps(starts[:max_offsets]) for line, starts in lines.items()
        ])  # fmt: skip

    def _concept_lines(self, end: int) -> Iterator[tuple[str, int]]:
        """The lines of forms of several words, each with where one begins, in order; before an offset."""
        if not self._concepts:
            return
        starts = list(accumulate([len(part) + 1 for part in self._parts], initial=0))
        for one in self._concepts:
            start, stop = starts[one.first], starts[one.last + 1] - 1
            if start < end:
                first, last = self._parts[one.first], self._parts[one.last]
                start += len(first) - len(first.lstrip(_SIGNS))
                stop -= len(last) - len(last.rstrip(_SIGNS))
                yield _line(one.key, (), stop - start), start

    @cached_property
    def _offsets(self) -> dict[str, list[int]]:
        """At which offsets each chunk is, in the order in which chunks come first."""
        offsets: dict[str, list[int]] = {}
        # One sign, a space or the end of a line, is behind each.
        starts = accumulate([len(part) + 1 for part in self._parts], initial=0)
        for part, start in zip(self._parts, starts, strict=False):
            if part in offsets:
                offsets[part].append(start)
            else:
                offsets[part] = [start]
        return offsets

    @cached_property
    def _first_in(self) -> dict[str, list[str]]:
        """The chunks that come first in each field."""
        found: dict[str, list[str]] = {}
        seen: set[str] = set()
        for name, span in self._spans.items():
            chunks = dict.fromkeys(self._parts[slice(*span)])
            found[name] = [chunk for chunk in chunks if chunk not in seen] if seen else list(chunks)
            seen.update(chunks)
        return found


def _steps(starts: list[int]) -> str:
    """Offsets in ascending order, each as its distance from the one before."""
    return ",".join([str(starts[0]), *[str(after - before) for before, after in pairwise(starts)]])

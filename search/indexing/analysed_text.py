"""A document's texts analysed in one pass: keys, sequences of primary keys, and where each word stands. Knows no payload.

Text is split at its spaces first. Each chunk between two is analysed once and cached, since most of them come again and
again; everything a document needs of it is a look-up from then on.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate, chain, islice, pairwise
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
        # With which words a term's form goes on that may begin in a chunk.
        self.seconds_of: dict[str, frozenset[str]] = {}
        self.words_of: dict[str, tuple[Read, ...]] = {}
        self.concepts = analyser.concepts
        self._tokens = analyser.tokens

    def __missing__(self, text: str) -> str:
        bare = text.strip(_SIGNS)
        return self._like(text, bare) if bare in self else self._analysed(text)

    def _like(self, text: str, bare: str) -> str:
        """A chunk with signs before or behind it, as what it is without them."""
        before = text.index(bare)
        self.keys_of[text] = self.keys_of[bare]
        self.spellings_of[text] = self.spellings_of[bare]
        self.words_of[text] = self.words_of[bare]
        self.seconds_of[text] = self.seconds_of[bare]
        lines = self.lines_of[bare]
        self.lines_of[text] = tuple((line, start + before) for line, start in lines) if before else lines
        made = self[text] = self[bare]
        return made

    def _analysed(self, text: str) -> str:
        primaries: list[str] = []
        keys: dict[str, None] = {}
        spellings: list[str] = []
        lines: list[tuple[str, int]] = []
        words: list[Read] = []
        for start, end, primary, its_keys, _ in self._tokens(text):
            primaries.append(primary)
            words.append((primary, its_keys))
            if spelling := _spelling(text[start:end]):
                spellings.append(spelling)
            if its_keys:
                keys.update(dict.fromkeys(its_keys))
                if end - start <= _LONGEST_WORD:
                    lines.append((_line(dict.fromkeys((primary, *its_keys)), end - start), start))
        self.keys_of[text] = tuple(keys)
        self.spellings_of[text] = tuple(spellings)
        self.lines_of[text] = tuple(lines)
        self.words_of[text] = tuple(words)
        self.seconds_of[text] = self.concepts.seconds(words)
        # Last: where it is found, the others are taken to be there.
        made = self[text] = " ".join(primaries)
        return made

    def may_go_on(self, chunk: str, following: Sequence[str]) -> bool:
        """Whether a term's form of several words, which may begin in a chunk, may go on in it or in what follows it."""
        if len(self.words_of[chunk]) > 1:
            return True
        if not following:
            return False
        seconds, near = self.seconds_of[chunk], self.words_of[following[0]]
        return not near or any(_is_among(seconds, word) for word in near)


def _is_among(wanted: Set[str], word: Read) -> bool:
    return word[0] in wanted or not wanted.isdisjoint(word[1])


def _line(keys: Iterable[str], length: int) -> str:
    """How an index line of a word begins: its keys, each between spaces, and the word's length as written."""
    return f"\n {' '.join(keys)} :{length}:"


def _spelling(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
    lower = word.lower()
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
                    if any(map(self._chunks.seconds_of.__getitem__, parts)):
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
        chunks, concepts, before = self._chunks, self._chunks.concepts, len(self._parts)
        for at, part in enumerate(parts):
            if chunks.seconds_of[part] and chunks.may_go_on(part, parts[at + 1 : at + 2]):
                own = len(chunks.words_of[part])
                row = list(islice(self._words(parts, at), own + concepts.longest - 1))
                words = [word for _, word in row]
                for start, end, key in chain.from_iterable(concepts.phrases_at(words, start) for start in range(own)):
                    self._concepts.append(_PhraseFound(before + row[start][0], before + row[end - 1][0], key))

    def _words(self, parts: list[str], first: int) -> Iterator[tuple[int, Read]]:
        """The words of a line from a part on, each with the number of its part."""
        words_of = self._chunks.words_of
        return ((at, word) for at in range(first, len(parts)) for word in words_of[parts[at]])

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
                yield _line([one.key], stop - start), start

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

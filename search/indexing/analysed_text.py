"""A document's texts analysed in one pass: keys, sequences of primary keys, and where each word stands. Knows no payload.

Text is split at its spaces first. Each chunk between two is analysed once and cached, since most of them come again and
again; everything a document needs of it is a look-up from then on.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Final
from weakref import WeakKeyDictionary

from ..analysis import Analyser
from ..engines.documents import PASSAGE_BREAK

OFTEN: Final = 3  # times in a field
_MAX_CACHED: Final = 200_000
_LONGEST_WORD: Final = 100
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_SPELLING: Final = re.compile(r"[^\W\d_]{3,30}")
_BETWEEN_PASSAGES: Final = f" {PASSAGE_BREAK} "


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
        self._tokens = analyser.tokens

    def __missing__(self, text: str) -> str:
        found = self._tokens(text)
        keyed = [token for token in found if token.keys and token.end - token.start <= _LONGEST_WORD]
        self.keys_of[text] = tuple(dict.fromkeys(chain.from_iterable(token.keys for token in found)))
        self.spellings_of[text] = tuple(filter(None, [_spelling(text[token.start : token.end]) for token in found]))
        self.lines_of[text] = tuple(
            (_line(token.primary, token.keys, token.end - token.start), token.start) for token in keyed
        )
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
                    self._parts += parts
                    lines.append(" ".join(parts))
                    sequences.append(" ".join(filter(None, map(look_up, parts))))
            lengths.append(sum(map(len, lines[begun:])) + len(lines) - begun)
        self._spans[name] = first, len(self._parts)
        self._lines[name] = lines
        self._sequences[name] = _BETWEEN_PASSAGES.join(filter(None, sequences))
        self._ends[name] = sum(lengths) + max(self._ends.values(), default=0)
        return lengths

    def text(self, name: str) -> str:
        """The text of a field: a line a passage, single spaces, a line break at its end."""
        return "".join([f"{line}\n" for line in self._lines[name]])

    def sequence(self, *names: str) -> str:
        """The primary keys of fields in order, with PASSAGE_BREAK between passages."""
        return _BETWEEN_PASSAGES.join(filter(None, [self._sequences[name] for name in names]))

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of each field, each only in the first field that has it."""
        seen: set[str] = set()
        found: dict[str, tuple[str, ...]] = {}
        keys_of = self._chunks.keys_of
        for name, mine in self._first_in.items():
            keys = dict.fromkeys(chain.from_iterable([keys_of[chunk] for chunk in mine]))
            found[name] = tuple([key for key in keys if key not in seen])
            seen.update(found[name])
        return found

    def often(self, name: str) -> tuple[str, ...]:
        """Those keys of a field that come OFTEN in it."""
        parts = self._parts[slice(*self._spans[name])]
        times = Counter(chain.from_iterable(map(self._chunks.keys_of.__getitem__, parts)))
        often = {key for key, count in times.items() if count >= OFTEN}
        return tuple([key for key in self.keys[name] if key in often])

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
        return "".join([
            f"{line}{starts[0]}" if len(starts) == 1 else line + _steps(starts[:max_offsets]) for line, starts in lines.items()
        ])  # fmt: skip

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

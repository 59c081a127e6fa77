"""Concepts: words, phrases and abbreviations, in both languages, that have one key beside their own.

The forms of a term are equals. A synonym goes one way: whoever types its words finds those that the texts have, for less than
a word itself is worth. Words that only share a form with others stay what they are: `childcare social worker` beside
`child's social worker` makes no two single words equal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Final, NamedTuple, TypeVar

CONCEPT: Final = "c_"
SYNONYM: Final = "s_"
Found = TypeVar("Found")
# A word as it is looked for: its primary key, and all its keys.
Read = tuple[str, tuple[str, ...]]


class Occurrence(NamedTuple):
    """A concept in a row of words: the first, one past the last, and its key."""

    start: int
    end: int
    key: str


class Meaning(NamedTuple):
    """A synonym: what readers type, and what they mean by it in the words of the texts, of both languages together."""

    typed: tuple[str, ...]
    meant: tuple[str, ...]

    @property
    def key(self) -> str:
        """Of the texts' words alone: to have others type for them changes no document."""
        return _key_of(SYNONYM, self.meant)


def term_key(forms: Iterable[str]) -> str:
    """The key of the forms of a term."""
    return _key_of(CONCEPT, forms)


def _key_of(prefix: str, forms: Iterable[str]) -> str:
    return prefix + blake2b("\n".join(sorted(forms)).encode(), digest_size=6).hexdigest()


class Concepts:
    """Forms with their keys, as one language's analysis reads them. `read` gives the words of a text."""

    def __init__(self, concepts: Iterable[tuple[str, Iterable[str]]], read: Callable[[str], Sequence[Read]]) -> None:
        self._of_word: dict[str, list[str]] = {}
        self._of_phrase: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        # How many words the longest form has.
        self.longest = 0
        for key, forms in concepts:
            for form in forms:
                self._add([word for word in read(form) if word[0]], key)

    def _add(self, words: Sequence[Read], key: str) -> None:
        if len(words) == 1:
            # A form that is a function word, or means nothing by itself, stands for nothing.
            if words[0][1]:
                _append(self._of_word, words[0][1][0], key)
        elif words:
            _append(self._of_phrase, words[0][0], (tuple(word[0] for word in words), key))
            self.longest = max(self.longest, len(words))

    def of_word(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The concepts that a word with these keys is a form of."""
        return tuple(dict.fromkeys(concept for key in keys for concept in self._of_word.get(key, ())))

    def seconds(self, words: Iterable[Read]) -> frozenset[str]:
        """The second words of the forms of several words that any of these words may begin."""
        begun = [first for primary, keys in words for first in (primary, *keys) if first in self._of_phrase]
        return frozenset([phrase[1] for first in begun for phrase, _ in self._of_phrase[first]])

    def phrases(self, words: Sequence[Read]) -> Iterator[Occurrence]:
        """Where in a row of words a form of several words stands."""
        return chain.from_iterable(self.phrases_at(words, start) for start in range(len(words)))

    def phrases_at(self, words: Sequence[Read], start: int) -> Iterator[Occurrence]:
        """The forms of several words that begin with one of a row of words."""
        primary, keys = words[start]
        for first in dict.fromkeys((primary, *keys)):
            for phrase, concept in self._of_phrase.get(first, ()):
                end = start + len(phrase)
                if end <= len(words) and all(map(_is, phrase, words[start:end])):
                    yield Occurrence(start, end, concept)


def _is(wanted: str, word: Read) -> bool:
    return wanted == word[0] or wanted in word[1]


def _append(found: dict[str, list[Found]], key: str, value: Found) -> None:
    values = found.setdefault(key, [])
    if value not in values:
        values.append(value)

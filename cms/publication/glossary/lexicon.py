"""Finds terms in clean HTML: the forms of all public terms of a language, by the first word of each.

Looking first words up in a dictionary takes less time than one expression of all forms, and as much for ten terms as for a
thousand.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final, NamedTuple

from cms.content.languages import Language
from cms.content.words.mutations import mutated_forms
from cms.content.words.word_forms import folded

# Marks that combine with the letter before them are part of its word.
_WORD: Final = re.compile("[\\w\u0300-\u036f]+")
_EDGES: Final = re.compile("^[^\\w]+|[^\\w\u0300-\u036f]+$")
_CLUSTER: Final = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_HYPHENS: Final = "-‐‑"
# What most often stands beside words; what else does is found more slowly.
_PUNCTUATION: Final = "<>/.,;:()'’‘“”!?&-–"
_END: Final = f"(?![\\w\u0300-\u036f]|[{_HYPHENS}]\\w)"
# Tags that do not end a word: in `<b>p</b>anel` there is no `anel`.
_INLINE: Final = re.compile(r"</?(?:a|b|strong|i|em|span|sub|sup)(?:\s[^>]*)?>")
# How a sign of a form may be written in clean HTML.
_WRITTEN: Final = {
    " ": r"(?:\s|&nbsp;)+",
    "'": "['’‘ʼ]",
    "-": f"[{_HYPHENS}]",
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
}


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """A term, with what text that has it is given of it. `key` is its place in alphabetical order."""

    id: str
    name: str
    key: str
    definition: str
    address: str


class Match(NamedTuple):
    """Where a form stands in HTML, and whose it is."""

    start: int
    end: int
    entry: LexiconEntry


class _Form(NamedTuple):
    text: str
    words: list[str]
    entry: LexiconEntry


class Lexicon:
    """The forms of some terms, in Welsh with all their mutations. Two terms' like forms belong to the first."""

    def __init__(self, terms: Iterable[tuple[LexiconEntry, Sequence[str]]], language: Language) -> None:
        entries = [(entry, form) for entry, forms in terms for form in forms]
        found: dict[str, LexiconEntry] = {}
        for entry, form in entries:
            found.setdefault(_bare(form), entry)
        if language == "cy":
            # After all: an unmutated form is never taken for the mutation of another.
            for entry, form in entries:
                for changed in sorted(mutated_forms(form)):
                    found.setdefault(_bare(changed), entry)
        self._forms: dict[str, list[_Form]] = {}
        for text in sorted(found, key=len, reverse=True):
            if words := _WORD.findall(text):
                self._forms.setdefault(words[0], []).append(_Form(text, words, found[text]))
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._at_stake = {first: frozenset(self._reached_from(first)) for first in self._forms}

    def __bool__(self) -> bool:
        return bool(self._forms)

    def matches(self, html: str, seen: Set[str] = frozenset()) -> Iterator[Match]:
        """Where terms stand in clean HTML, links and headings included: from the left, the longest form at a place, none
        within another. Terms that are `seen`, also while this goes on, are left out unless they stand over others.
        """
        plain, places = _comparable(html)
        done = at = 0
        for first in self._firsts_in(plain):
            start = _whole(first, plain, at)
            at = start + len(first)
            if start < done or self._at_stake[first] <= seen:
                continue
            if form := self._form_at(first, plain, start):
                done, entry = form
                yield Match(places[start], places[done], entry) if places else Match(start, done, entry)

    def _reached_from(self, first: str) -> set[str]:
        """The terms whose marks depend on what begins with a word: its own, and those that a form of it may stand over."""
        words, waiting = {first}, [first]
        while waiting:
            inner = {word for form in self._forms[waiting.pop()] for word in form.words} & self._forms.keys() - words
            words |= inner
            waiting += inner
        return {form.entry.id for word in words for form in self._forms[word]}

    def _firsts_in(self, plain: str) -> Iterator[str]:
        """The first words of forms that a text has, as they come."""
        forms, spaced = self._forms, plain
        for sign in _PUNCTUATION:
            spaced = spaced.replace(sign, " ")
        for word in [word for word in spaced.split() if word in forms or not word.isalnum()]:
            if word in forms:
                yield word
            else:
                yield from (part for part in _WORD.findall(word) if part in forms)

    def _form_at(self, first: str, plain: str, at: int) -> tuple[int, LexiconEntry] | None:
        """The end of the longest form that begins at a place, and whose it is."""
        match = self._pattern(first).match(plain, at)
        if match is None or _goes_on_before(plain, at) or _goes_on_after(plain, match.end()):
            return None
        return match.end(), self._forms[first][(match.lastindex or 1) - 1].entry

    def _pattern(self, first: str) -> re.Pattern[str]:
        """A group for each form that begins with a word, the longest first. Most words never come: made when one does."""
        if first not in self._patterns:
            written = (
                "".join(_WRITTEN.get(sign) or re.escape(sign) for sign in text) for text, *_ in self._forms[first]
            )
            self._patterns[first] = re.compile(f"(?:{'|'.join(f'({form})' for form in written)}){_END}")
        return self._patterns[first]


def _bare(form: str) -> str:
    return _EDGES.sub("", folded(form))


def _whole(word: str, plain: str, at: int) -> int:
    """Where a word that is known to come next stands with no letter beside it."""
    length = len(word)
    while True:
        at = plain.find(word, at)
        if at < 0:
            return len(plain)
        if not ((at and _in_word(plain[at - 1])) or _in_word(plain[at + length : at + length + 1])):
            return at
        at += 1


def _goes_on_before(html: str, at: int) -> bool:
    """Whether what stands at a place is the rest of a word or of an entity (`&amp;`), or is in a tag."""
    while at and html[at - 1] == ">":
        start = html.rfind("<", 0, at)
        if not _INLINE.fullmatch(html, start, at):
            return False
        at = start
    before = html[max(at - 2, 0) : at]
    if before[-1:] in _HYPHENS:
        return _in_word(before[:-1])
    return _in_word(before[-1:]) or before[-1:] == "&" or html.rfind("<", 0, at) > html.rfind(">", 0, at)


def _goes_on_after(html: str, at: int) -> bool:
    """Whether a word that ends at a tag goes on behind it."""
    if html[at : at + 1] != "<":
        return False
    while tag := _INLINE.match(html, at):
        at = tag.end()
    after = html[at : at + 2]
    return _in_word(after[:1]) or (after[:1] in _HYPHENS and _in_word(after[1:]))


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or "\u0300" <= sign <= "\u036f"


def _comparable(text: str) -> tuple[str, list[int] | None]:
    """The text without capitals and in NFC; and where that changes its length, each sign's place in the text."""
    plain = text.casefold()
    if len(plain) == len(text) and unicodedata.is_normalized("NFC", plain):
        return plain, None
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for cluster in _CLUSTER.findall(text):
        changed = unicodedata.normalize("NFC", cluster.casefold())
        signs.append(changed)
        places.extend([at] * len(changed))
        at += len(cluster)
    return "".join(signs), [*places, at]

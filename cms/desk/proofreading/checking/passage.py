"""A text as it is checked, in one language, and what of it is no words: addresses and numbers of telephones."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cms.content.languages import Language

_TAG: Final = re.compile(r"<(/?)(\w+)[^>]*>")
_LINK: Final = re.compile(r"<a\b")
_BREAKS: Final = frozenset({"br", "p", "li", "h2", "h3", "h4"})
# As they are written in running text: what ends a sentence is none of them.
WEB: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?)'’]", re.IGNORECASE)
EMAIL: Final = re.compile(r"[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+")
BARE_HOST: Final = re.compile(
    r"\b(?:[a-z][a-z0-9-]*\.)+(?:wales|cymru|uk|org|com|net|gov)\b(?:/[\w/.-]*\w)?", re.IGNORECASE
)
PHONE: Final = re.compile(r"(?<![\w.])(?:\+44[\s()\d-]{9,16}\d|\(?0\d[\s()\d-]{7,14}\d)(?!\w)")


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading or label: `markup` is text as wagtail-localize keeps it, with its links and emphasis."""

    markup: str
    language: Language

    @cached_property
    def plain(self) -> str:
        """The words as readers see them."""
        return html.unescape(_TAG.sub(lambda tag: "\n" if tag[2] in _BREAKS else "", self.markup))

    @cached_property
    def links(self) -> int:
        """How many links there are."""
        return len(_LINK.findall(self.markup))

    @cached_property
    def words_only(self) -> str:
        """The words with spaces in the place of addresses and telephone numbers; what stands where is the same."""
        text = self.plain
        for pattern in (EMAIL, WEB, BARE_HOST, PHONE):
            text = pattern.sub(lambda found: " " * len(found[0]), text)
        return text


def surrounding(text: str, start: int, end: int, letters: int = 30) -> str:
    """What stands at a place, with some words on both sides."""
    first = max(0, start - letters)
    last = min(len(text), end + letters)
    before = text[first:start] if not first else text[first:start].partition(" ")[2]
    after = text[end:last] if last == len(text) else text[end:last].rpartition(" ")[0]
    return " ".join(f"{'…' if first else ''}{before}{text[start:end]}{after}{'…' if last < len(text) else ''}".split())


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text, with the apostrophes and hyphens within them."""
    return _WORD.finditer(text)


_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*['’]?(?![\w])")

"""The other language's words and addresses, and which lines of a text are among them."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from cms.content.languages import Language, other
from cms.content.projection.gaps import Gap
from cms.content.words import spoken_language

from .texts import Found
from .texts import digest as digest_of

# The same line is met in the content and in wagtail-localize's strings, of the page and of its twin.
digest = lru_cache(maxsize=4096)(digest_of)
_spoken = lru_cache(maxsize=4096)(spoken_language.spoken_language)


# Ways to find out the same of a text.
_OF_TEXTS: Final = frozenset({"same_text", "untranslated", "wrong_language"})


class OtherLanguage:
    """What is known to be the other language's: digests of lines and of addresses."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._addresses: set[str] = set()

    def add(self, texts: Iterable[Found], addresses: Iterable[Found] = ()) -> None:
        """Takes in what was found in the other language."""
        self._texts.update(digest(text) for _, text in texts)
        self._addresses.update(digest(address) for _, address in addresses)

    def gaps(self, texts: Iterable[Found], addresses: Iterable[Found], confirmed: Collection[str]) -> Iterator[Gap]:
        """The lines and addresses that are the other language's and that nobody confirmed to be right in both."""
        foreign, elsewhere = self._texts.difference(confirmed), self._addresses.difference(confirmed)
        yield from (Gap("same_text", path, text) for path, text in texts if digest(text) in foreign)
        yield from (Gap("same_address", path, text) for path, text in addresses if digest(text) in elsewhere)


def foreign_words(texts: Iterable[Found], language: Language) -> Iterator[Gap]:
    """The lines that are in the other language by their words, whoever wrote them and wherever else they stand."""
    foreign = other(language)
    yield from (Gap("wrong_language", path, text) for path, text in texts if _spoken(text) == foreign)


def unconfirmed(gaps: Iterable[Gap], confirmed: Collection[str]) -> list[Gap]:
    """The gaps whose text nobody confirmed to be right as it is, of those that anybody can confirm."""
    return [gap for gap in gaps if not gap.confirmable or digest(gap.text) not in confirmed]


def each_text_once(gaps: Iterable[Gap]) -> list[Gap]:
    """Each text once, where it is first met."""
    seen: set[tuple[str, str]] = set()
    found: list[Gap] = []
    for gap in gaps:
        kind = "text" if gap.kind in _OF_TEXTS else gap.kind
        key = (kind, digest(gap.text) if gap.text else gap.path)
        if key not in seen:
            seen.add(key)
            found.append(gap)
    return found

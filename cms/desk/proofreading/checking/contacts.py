"""Telephone numbers, addresses and links that one language has and the other has not."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from cms.content.languages import Language, other

from .finding import Finding, Kind
from .passage import BARE_HOST, EMAIL, PHONE, WEB, Passage, surrounding

_SIGNS: Final = re.compile(r"[^\d]")
_SCHEME: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
# The part of a path that says that a page is in a language.
_LANGUAGE_OF_PATH: Final[dict[Language, re.Pattern[str]]] = {
    "cy": re.compile(r"(?:/(?:cy|cym|cymraeg)(?:/|$)|[?&]lang(?:uage)?=cy)", re.IGNORECASE),
    "en": re.compile(r"(?:/(?:en|eng|english)(?:/|$)|[?&]lang(?:uage)?=en)", re.IGNORECASE),
}
# What each language has its own of: the two names of an address, and the part of it that says the language.
_OF_A_LANGUAGE: Final = re.compile(
    r"\b(?:llyw\.cymru|gov\.wales|cymru|wales|cy|en|cym|eng|cymraeg|english|welsh|saesneg)\b", re.IGNORECASE
)


def contacts(source: Passage, target: Passage) -> Iterator[Finding]:
    """Numbers and addresses of one text that the other has otherwise or not at all, and links that were lost."""
    yield from _differing("phones", _phones(source), _phones(target))
    yield from _differing("emails", _emails(source), _emails(target))
    yield from _differing("web", _web(source), _web(target))
    if source.links > target.links:
        yield Finding("links", "missing", str(source.links - target.links))
    elif source.links < target.links:
        yield Finding("links", "added", str(target.links - source.links))


def other_languages_addresses(passage: Passage) -> Iterator[Finding]:
    """Addresses in a text that lead to a page of the other language by what they say of themselves."""
    text = EMAIL.sub(" ", passage.plain)
    for match in WEB.finditer(text):
        if _LANGUAGE_OF_PATH[other(passage.language)].search(match[0]):
            yield Finding("web", "other_language", match[0], "", surrounding(text, match.start(), match.end()))


def _differing(kind: Kind, theirs: dict[str, list[str]], ours: dict[str, list[str]]) -> Iterator[Finding]:
    wanted, there = (Counter({key: len(found) for key, found in one.items()}) for one in (theirs, ours))
    missing, added = list(wanted - there), list(there - wanted)
    for key, instead in zip_longest(missing, added[: len(missing)], fillvalue=""):
        code, found = ("differs", ours[instead][0]) if instead else ("missing", theirs[key][0])
        yield Finding(kind, code, found, theirs[key][0])
    for key in added[len(missing) :]:
        yield Finding(kind, "added", ours[key][0])


def _by_key(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    keyed: dict[str, list[str]] = {}
    for key, written in found:
        keyed.setdefault(key, []).append(written)
    return keyed


def _phones(passage: Passage) -> dict[str, list[str]]:
    text = EMAIL.sub(" ", WEB.sub(" ", passage.plain))
    digits = ((_SIGNS.sub("", found[0]), found[0]) for found in PHONE.finditer(text))
    return _by_key([("0" + number[2:] if number.startswith("44") else number, written) for number, written in digits])


def _emails(passage: Passage) -> dict[str, list[str]]:
    return _by_key([(_common(found), found) for found in EMAIL.findall(passage.plain)])


def _web(passage: Passage) -> dict[str, list[str]]:
    text = EMAIL.sub(" ", passage.plain)
    found = [match[0] for match in WEB.finditer(text)]
    found += BARE_HOST.findall(WEB.sub(" ", text))
    return _by_key([(_common(_SCHEME.sub("", one)).rstrip("/"), one) for one in found])


def _common(address: str) -> str:
    """An address less what is of a language, in lower case: the rest is the same in both."""
    return _OF_A_LANGUAGE.sub("*", address.lower())

"""The keys of words with hyphens, apostrophes, points or none, out of the keys of their parts. Knows no language."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from .folding import key_of

Keys = Callable[[str], list[str]]
Test = Callable[[str], bool]

_JOINT: Final = re.compile(r"[^\w]+")
_SHORTEST_PART: Final = 3


def index_keys(form: str, simple: Keys, is_function: Test) -> list[str]:
    """The whole without its joints, then its parts: `ôl-ofal` gives `olgofal`, `olofal`, `gofal`; `6.2` gives `6x2`."""
    if form.isalnum():
        return [key for key in simple(form) if key]
    keys = _whole(form, simple)
    for part in _parts(form):
        if not is_function(part):
            keys += simple(part)
    return _distinct(keys)


def query_keys(form: str, index: Keys, query: Keys, is_function: Test) -> tuple[tuple[str, ...], ...]:
    """The whole, or all of its parts: `(whole or a) and (whole or b)`. An apostrophe or a point asks for the whole."""
    if form.isalnum():
        return (tuple(_distinct(query(form))),)
    whole = _whole(form, index)
    parts = _parts(form) if "-" in form else []
    # A function word before (cyn-brif) makes another word; one after (looked-after) only has no keys.
    if len(parts) < 2 or is_function(parts[0]):
        return (tuple(whole),) if whole else ()
    searched = [part for part in parts if not is_function(part)]
    return tuple(tuple(_distinct((*whole, *query(part)))) for part in searched)


def _whole(form: str, simple: Keys) -> list[str]:
    """The keys of the whole: of the word as written, and joined with the lemma of its last part."""
    if form[:1].isdigit() and "." in form:
        return [key_of(_JOINT.sub("x", form))]
    if "-" not in form:
        return [key_of(form)]
    *first, last = [part for part in _JOINT.split(form) if part] or [""]
    before = key_of("".join(first))
    keys = [before + key for key in simple(last)] if first else []
    return _distinct((*simple(form), *keys))


def _parts(form: str) -> list[str]:
    if "." in form:
        return []
    return [part for part in _JOINT.split(form) if len(part) >= _SHORTEST_PART]


def _distinct(keys: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key]

"""Relatives of a word: what a query for it finds beside the word itself, for less."""

from collections.abc import Iterable, Mapping
from typing import Final

from .concepts import SYNONYM
from .families import FAMILY

# What a relative is worth of the word itself.
SHARES: Final[Mapping[str, float]] = {FAMILY: 0.35, SYNONYM: 0.7}
PREFIXES: Final = tuple(SHARES)


def is_relative(key: str) -> bool:
    """Whether a key is of a family or of a synonym."""
    return key.startswith(PREFIXES)


def without_relatives(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys that are of a word itself, or of a term that it is a form of."""
    return tuple(key for key in keys if not is_relative(key))


def share(key: str) -> float:
    """What an occurrence of the key is worth: 1, or less for a relative."""
    return SHARES.get(key[:2], 1.0)

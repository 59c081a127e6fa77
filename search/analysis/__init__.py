"""Words to keys, Welsh and English: texts and queries meet in the same keys. Pure; knows no database."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .analyser import Analyser, QueryWord, Token
from .concepts import Meaning, Read
from .fingerprint import FINGERPRINT
from .folding import fold
from .relatives import is_relative, share, without_relatives

if TYPE_CHECKING:
    from cms.content.languages import Language

__all__ = [
    "FINGERPRINT",
    "Analyser",
    "Meaning",
    "QueryWord",
    "Read",
    "Token",
    "fold",
    "index_keys",
    "is_relative",
    "query_keys",
    "share",
    "tokens",
    "without_relatives",
]


@lru_cache(2)
def _default(language: Language) -> Analyser:
    return Analyser(language)


def tokens(text: str, language: Language) -> list[Token]:
    """See `Analyser.tokens`; without editors' terms."""
    return _default(language).tokens(text)


def index_keys(text: str, language: Language) -> list[str]:
    """See `Analyser.index_keys`; without editors' terms."""
    return _default(language).index_keys(text)


def query_keys(text: str, language: Language) -> list[list[str]]:
    """See `Analyser.query_keys`; without editors' terms."""
    return _default(language).query_keys(text)

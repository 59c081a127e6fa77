"""The figure of a number said in a word: section seven and section 7, siart llif tri and siart llif 3."""

from collections.abc import Sequence
from typing import Final

from .dictionary import lemmas

# In a text these are mostly no numbers (one of them, yn deg for fairly); in a query they may be.
_DOUBTFUL: Final = frozenset({"one", "un", "deg"})
_FIGURES: Final = {word: figure for word, figure in lemmas("numbers.txt").items() if word != figure}


def index_figure(keys: Sequence[str]) -> tuple[str, ...]:
    """The figure of a word in a text, by its likeliest key: `ddwy`, of dwy and dau, gives `2`."""
    likeliest = keys[0] if keys else ""
    return (_FIGURES[likeliest],) if likeliest in _FIGURES and likeliest not in _DOUBTFUL else ()


def query_figure(keys: Sequence[str]) -> tuple[str, ...]:
    """The figure of a word in a query, which may be a doubtful one."""
    return tuple(dict.fromkeys(_FIGURES[key] for key in keys if key in _FIGURES))

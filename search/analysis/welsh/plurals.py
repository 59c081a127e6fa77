"""What a regular Welsh plural may be the plural of, by its ending alone. Knows no dictionary.

Endings: P. W. Thomas, Gramadeg y Gymraeg (1996).
"""

from collections.abc import Mapping
from typing import Final

# Endings that hardly anything but a plural has, with what they replace, likeliest first.
_SURE: Final[Mapping[str, tuple[str, ...]]] = {
    "wyr": ("wr", "iwr", "ydd"),
    "feydd": ("fa",),
    "adau": ("ad",),
    "aethau": ("aeth",),
    "yddion": ("ydd",),
    "ogion": ("og",),
    "esau": ("es",),
    "iaid": ("iad",),
    "edigion": ("edig",),
}
SURE_ENDINGS: Final = tuple(_SURE)
# Endings that other words have too: only where what is left is a known word. A doubled letter is dropped: rhaglen-ni.
_LIKELY: Final = ("iau", "ion", "oedd", "iaid", "au")
_DOUBLED: Final = {"nnau": 3, "rrau": 3, "nni": 2, "rri": 2}
LIKELY_ENDINGS: Final = ("iau", "ion", "oedd", "iaid", "au", "nni", "rri")
_SHORTEST: Final = 3


def sure_singulars(word: str) -> list[str]:
    """`gwersyllwyr` gives `gwersyllwr`, `gwersylliwr`, `gwersyllydd`; `dyn` gives nothing."""
    if not word.endswith(SURE_ENDINGS):
        return []
    ending = next(ending for ending in SURE_ENDINGS if word.endswith(ending))
    stem = word[: -len(ending)]
    return [stem + singular for singular in _SURE[ending]] if len(stem) >= _SHORTEST - 1 else []


def likely_singulars(word: str) -> list[str]:
    """`rhaglenni` gives `rhaglen`, `gorwelion` gives `gorwel`: to be believed only where known."""
    if not word.endswith(LIKELY_ENDINGS):
        return []
    found = [word[: -len(ending)] for ending in _LIKELY if word.endswith(ending)]
    found += [word[:-dropped] for ending, dropped in _DOUBLED.items() if word.endswith(ending)]
    return [singular for singular in found if len(singular) >= _SHORTEST]

"""Which of the two languages a text is in, by its sequences of letters. Names, addresses and figures are in neither.

The weights, read when they are first needed, are py3langid's for Welsh and English (`bin/language-weights.py` makes them).
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from math import log1p
from pathlib import Path
from typing import Final

from ..languages import Language

# With fewer words than these a text is a name or a label as often as a sentence.
WORDS: Final = 5
# Letters enough to tell by: a document is not read to its end.
_LETTERS: Final = 20_000
_LONGEST: Final = 5
_WEIGHTS: Final = Path(__file__).with_name("welsh_or_english.tsv")
# Addresses of any sort, and whatever has a figure or the sign of a file name in it.
_NO_WORDS: Final = re.compile(r"\S*(?:://|@|\d|\w\.\w|_)\S*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def spoken_language(text: str) -> Language | None:
    """The language of the words in a text; None where there are too few to tell."""
    words = _words(text)
    if len(words) < WORDS:
        return None
    return "cy" if _welshness(f" {' '.join(words)} ") > 0 else "en"


def _words(text: str) -> list[str]:
    """The words as the model knows them, less what is of no language: addresses, figures, signs that nobody sees, and names.

    Whatever has a capital after the first word is taken for a name, unless that leaves too little.
    """
    seen = unicodedata.normalize("NFC", text[:_LETTERS])
    seen = "".join(character for character in seen if unicodedata.category(character) != "Cf")
    words = _WORD.findall(_NO_WORDS.sub(" ", seen.replace("’", "'")))
    plain = [word for place, word in enumerate(words) if not (place and word[0].isupper())]
    return [word.lower() for word in (plain if len(plain) >= WORDS else words)]


def _welshness(letters: str) -> float:
    """Above 0 for Welsh, below for English: of the known sequences the longest that ends at each letter counts."""
    weights = _weights()
    found: Counter[str] = Counter()
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            if letters[start:end] in weights:
                found[letters[start:end]] += 1
                break
    return sum(log1p(count) * weights[sequence] for sequence, count in found.items())


@cache
def _weights() -> dict[str, float]:
    """By sequence of letters, where `_` is a space in the file: how much more likely it is in Welsh (a logarithm)."""
    lines = _WEIGHTS.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {sequence.replace("_", " "): float(weight) for weight, *sequences in rows for sequence in sequences}

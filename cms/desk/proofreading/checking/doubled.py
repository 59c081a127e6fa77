"""Words that stand twice, and articles that cannot stand beside each other."""

import re
from collections.abc import Iterator
from typing import Final

from cms.content.languages import Language

from .finding import Finding
from .passage import Passage, surrounding

_PAIR: Final = re.compile(
    r"(?<![\w'’-])([^\W\d_]+(?:['’-][^\W\d_]+)*)[ \u00a0\n]+(?=([^\W\d_]+(?:['’-][^\W\d_]+)*)(?![\w'’-]))"
)
# What may rightly stand twice.
_MAY: Final[dict[Language, frozenset[str]]] = {
    "en": frozenset({"that", "had", "is", "her", "bye", "very"}),
    "cy": frozenset(
        {"a", "i", "o", "bach", "fesul", "hir", "mwy", "chwi", "ni", "fo", "gwell", "llawer", "araf", "un"}
    ),
}
_NEVER: Final[dict[Language, frozenset[tuple[str, str]]]] = {
    "en": frozenset((first, second) for first in ("the", "a", "an") for second in ("the", "a", "an")),
    "cy": frozenset(
        (first, second)
        for first in ("y", "yr", "i'r", "o'r", "a'r", "gyda'r", "â'r", "i'w", "at y", "mae'r", "yw'r")
        for second in ("y", "yr")
    )
    | {("yn", "yng"), ("yn", "ym"), ("yng", "yn"), ("ym", "yn"), ("o", "o'r"), ("i", "i'r"), ("i", "i'w"), ("a", "a'r")},
}  # fmt: skip


def doubled(passage: Passage) -> Iterator[Finding]:
    """Words that are written twice in a row."""
    text = passage.words_only
    for match in _PAIR.finditer(text):
        first, second = (word.lower().replace("’", "'") for word in match.groups())
        may = first in _MAY[passage.language]
        if (first == second and not may) or (first, second) in _NEVER[passage.language]:
            code = "twice" if first == second else "articles"
            yield Finding(
                "doubled", code, f"{match[1]} {match[2]}", match[1], surrounding(text, match.start(), match.end(2))
            )

"""What each key is worth in a document: BM25F (Robertson, Zaragoza and Taylor 2004) in whole steps, made when it is indexed.

A key's occurrences are added up over the fields, each by the field's weight and length, and brought to a share below one. The
usual lengths are constants, so that a document is the same whatever others there are: both engines then add up whole numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from ..analysis import share
from ..engines.documents import OWN_FIELDS, TWIN_FIELDS, FieldName


@dataclass(frozen=True, slots=True)
class FieldStatistics:
    """What an occurrence in a field is worth, how many words such a field usually has, how far more of them are worth less."""

    weight: float
    usual_length: int
    length_counts: float


FIELDS: Final[Mapping[str, FieldStatistics]] = {
    "title": FieldStatistics(10.0, 7, 0.4),
    "number": FieldStatistics(6.0, 2, 0.0),
    "headings": FieldStatistics(2.0, 40, 0.6),
    "summary": FieldStatistics(3.0, 25, 0.3),
    "labels": FieldStatistics(1.5, 25, 0.5),
    "body": FieldStatistics(1.0, 600, 0.6),
    "files": FieldStatistics(0.3, 1500, 0.6),
}
# At this many occurrences in a usual body a key has half of what it can be worth.
SATURATION: Final = 2.0


class CountedText(Protocol):
    """The texts of an edition, field by field (analysed_text)."""

    def frequencies(self, name: str) -> Mapping[str, int]:
        """How often each key comes in a field."""

    def length(self, name: str) -> int:
        """How many words a field has."""


def occurrences(text: CountedText) -> dict[str, float]:
    """How often each key comes, weighted by field; what is too little to count is left at the least there is."""
    found: dict[str, float] = {}
    for name, field in FIELDS.items():
        length = 1 - field.length_counts + field.length_counts * text.length(name) / field.usual_length
        one = field.weight / max(length, 0.5)
        for key, count in text.frequencies(name).items():
            found[key] = found.get(key, 0.0) + one * count
    return {key: value * share(key) for key, value in found.items()}


def impacts(own: Mapping[str, float], twin: Mapping[str, float] | None) -> dict[FieldName, tuple[str, ...]]:
    """The keys of a document, each in the field of its impact, by how often they come in it and in its twin."""
    return _levels(OWN_FIELDS, own) | (_levels(TWIN_FIELDS, twin) if twin else {})


def _levels(names: tuple[FieldName, ...], keys: Mapping[str, float]) -> dict[FieldName, tuple[str, ...]]:
    most = len(names)
    found: list[list[str]] = [[] for _ in names]
    for key, times in keys.items():
        found[most - max(1, int(times / (SATURATION + times) * most + 0.5))].append(key)
    return {name: tuple(keys) for name, keys in zip(names, found, strict=True) if keys}

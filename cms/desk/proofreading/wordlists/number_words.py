"""Numbers that are written in words, in both languages: where one has a figure, the other may have its word."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cms.content.languages import Language

from .word_tables import table_rows

# Words that mean something else as often: a second, deg (fair), gan (by), mil (an animal).
_UNSURE: Final = frozenset(["deg", "ddeg", "neg", "can", "gan", "chan", "gant", "chant", "mil", "fil"])
_SMALLEST_SURE: Final = 3


class WrittenNumber(NamedTuple):
    """A number as figures are compared, as it is written, and whether it can be nothing else."""

    key: str
    written: str
    sure: bool


def _by_form(language: Language) -> dict[str, int]:
    return {form: int(number) for number, *forms in table_rows(f"{language}_numbers.txt") for form in forms}


def _any(table: dict[str, int], least: int = 1, most: int = 1000) -> str:
    return "|".join(sorted((form for form, number in table.items() if least <= number <= most), key=len, reverse=True))


_CY: Final = _by_form("cy")
_EN: Final = _by_form("en")
# Un pwynt ar bymtheg, deng mlynedd ar hugain; pedwar can tudalen; dau ddeg un; hanner cant.
_PATTERNS: Final[dict[Language, re.Pattern[str]]] = {
    "cy": re.compile(
        rf"(?<![\w'’-])(?:(?P<over>{_any(_CY, 1, 19)})(?: [^\W\d]+)? ar (?P<base>ddeg|bymtheg|hugain)(?P<score> ar hugain)?"
        rf"|(?P<hundreds>{_any(_CY, 1, 9)}) (?:cant|gant|chant|can|gan|chan)|(?P<half>hanner) cant"
        rf"|(?P<tens>{_any(_CY, 1, 9)}) d?deg(?: (?P<unit>{_any(_CY, 1, 9)}))?"
        rf"|(?P<word>{_any(_CY)}))(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"(?<![\w'’])(?:(?P<hundreds>{_any(_EN, 1, 19)})[ -]hundred|(?P<thousands>{_any(_EN, 1, 19)})[ -]thousand"
        rf"|(?P<over>{_any(_EN, 20, 90)})[ -](?P<unit>{_any(_EN, 1, 9)})|(?P<word>{_any(_EN)}))(?!\w)",
        re.IGNORECASE,
    ),
}
_BASES: Final = {"ddeg": 10, "bymtheg": 15, "hugain": 20}


def number_words(text: str, language: Language) -> Iterator[WrittenNumber]:
    """The numbers that a text has in words."""
    for match in _PATTERNS[language].finditer(text):
        number = (_welsh if language == "cy" else _english)(match.groupdict(default=""))
        sure = number >= _SMALLEST_SURE and match[0].lower() not in _UNSURE
        yield WrittenNumber(str(number), match[0], sure)


def _welsh(parts: dict[str, str]) -> int:
    value = {name: _CY.get(form.lower(), 0) for name, form in parts.items()}
    if parts["over"]:
        return value["over"] + _BASES[parts["base"].lower()] + (20 if parts["score"] else 0)
    if parts["half"]:
        return 50
    return value["hundreds"] * 100 or value["tens"] * 10 + value["unit"] or value["word"]


def _english(parts: dict[str, str]) -> int:
    value = {name: _EN.get(form.lower(), 0) for name, form in parts.items()}
    return value["hundreds"] * 100 or value["thousands"] * 1000 or value["over"] + value["unit"] or value["word"]

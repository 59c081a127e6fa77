"""Numbers, dates and times of one language's text that the other's has otherwise or not at all."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cms.content.languages import Language
from cms.content.words.dates import MONTHS
from cms.content.words.mutations import mutated

from ..wordlists.number_words import number_words
from .finding import Finding, Kind
from .passage import Passage

_DAYS: Final[dict[Language, tuple[str, ...]]] = {
    "cy": ("Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_ORDINAL: Final = r"(?:st|nd|rd|th|af|ail|il|ydd|edd|ed|fed|eg|ain)?"
_NUMERIC_DATE: Final = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_MORNING: Final[dict[Language, str]] = {
    "cy": r"a\.?m\.?|y\.?b\.?|(?:o'r gloch )?y bore",
    "en": r"a\.?m\.?|(?:o'clock )?in the morning",
}
_LATER: Final[dict[Language, str]] = {
    "cy": r"p\.?m\.?|y\.?[ph]\.?|(?:o'r gloch )?(?:y prynhawn|yr hwyr|y nos)",
    "en": r"p\.?m\.?|(?:o'clock )?in the (?:afternoon|evening)",
}
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass
class Figures:
    """What was found of each kind, as it is compared with the other language's, and as it is written."""

    dates: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)
    in_words: Counter[str] = field(default_factory=Counter)
    surely_in_words: dict[str, str] = field(default_factory=dict)


def figures(source: Passage, target: Passage) -> Iterator[Finding]:
    """Numbers, dates, times and days of the week that the two texts do not share."""
    theirs, ours = figures_of(source), figures_of(target)
    yield from _compared("dates", theirs.dates, ours.dates, theirs, ours)
    missing, added = theirs.numbers - ours.numbers, ours.numbers - theirs.numbers
    # A figure for which the other has the word.
    missing -= ours.in_words - theirs.in_words
    added -= theirs.in_words - ours.in_words
    yield from _compared("numbers", missing, added, theirs, ours)
    yield from _in_words(theirs, ours)


def _in_words(theirs: Figures, ours: Figures) -> Iterator[Finding]:
    """Numbers written in words of which the other text has neither word nor figure."""
    missing = [key for key in theirs.surely_in_words if key not in ours.in_words and key not in ours.numbers]
    added = [key for key in ours.surely_in_words if key not in theirs.in_words and key not in theirs.numbers]
    for place, key in enumerate(missing):
        wanted = theirs.surely_in_words[key]
        if place < len(added):
            yield Finding("numbers", "differs", ours.surely_in_words[added[place]], wanted)
        else:
            yield Finding("numbers", "missing", wanted, wanted)
    for key in added[len(missing) :]:
        yield Finding("numbers", "added", ours.surely_in_words[key])


def _compared(
    kind: Kind, wanted: Counter[str], there: Counter[str], theirs: Figures, ours: Figures
) -> Iterator[Finding]:
    missing, added = list((wanted - there).elements()), list((there - wanted).elements())
    for place, key in enumerate(missing):
        if place < len(added):
            yield Finding(kind, "differs", ours.written[added[place]], theirs.written[key])
        else:
            yield Finding(kind, "missing", theirs.written[key], theirs.written[key])
    for key in added[len(missing) :]:
        yield Finding(kind, "added", ours.written[key])


def figures_of(passage: Passage) -> Figures:
    """The figures of a text, whatever its language."""
    found = Figures()
    language = passage.language
    text = passage.words_only
    for number in number_words(text, language):
        found.in_words[number.key] += 1
        if number.sure:
            found.surely_in_words.setdefault(number.key, number.written)

    def take(counter: Counter[str], key: str, match: re.Match[str]) -> str:
        counter[key] += 1
        found.written.setdefault(key, match[0])
        return " " * len(match[0])

    text = _NUMERIC_DATE.sub(lambda match: take(found.dates, _numeric(match), match), text)
    text = _MONTH_DATE[language].sub(lambda match: take(found.dates, _spelled(match, language), match), text)
    text = _WEEKDAY[language].sub(lambda match: take(found.dates, _weekday(match, language), match), text)
    text = _TIME[language].sub(lambda match: take(found.numbers, _time(match), match), text)
    _NUMBER.sub(lambda match: take(found.numbers, _number(match[0]), match), text)
    return found


def _numeric(match: re.Match[str]) -> str:
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    return f"{int(day)}.{int(month)}.{year}"


def _spelled(match: re.Match[str], language: Language) -> str:
    found = match.groupdict()
    return f"{int(found['day'] or 0) or ''}.{_MONTHS_BY_FORM[language][found['month']]}.{found['year'] or ''}"


def _weekday(match: re.Match[str], language: Language) -> str:
    return f"day {_DAYS[language].index(match['weekday'])}"


def _time(match: re.Match[str]) -> str:
    return f"{int(match['hour'])}:{match['minute'] or '00'} {'am' if match['am'] else 'pm'}"


def _number(written: str) -> str:
    return written.replace(",", "") if _THOUSANDS.fullmatch(written) else written


def _month_forms(language: Language) -> dict[str, int]:
    forms = {name: number for number, name in enumerate(MONTHS[language], 1)}
    if language == "cy":
        forms |= {form: number for name, number in forms.items() for form in mutated(name)}
    else:
        forms |= {name[:3]: number for name, number in forms.items() if len(name) > 4}
    return forms


_MONTHS_BY_FORM: Final[dict[Language, dict[str, int]]] = {"cy": _month_forms("cy"), "en": _month_forms("en")}


def _month_pattern(language: Language) -> re.Pattern[str]:
    """A month beside a day or a year. Alone it may be another word: May, March, Mawrth (Tuesday)."""
    names = "|".join(sorted(_MONTHS_BY_FORM[language], key=len, reverse=True))
    day = rf"\d{{1,2}}{_ORDINAL}(?: of| o)? "
    dated = rf"\b(?={day}(?:{names})\b|(?:{names})\b,? \d{{4}}\b)"
    return re.compile(
        rf"{dated}(?:(?P<day>\d{{1,2}}){_ORDINAL}(?: of| o)? )?(?P<month>{names})\b(?:,? (?P<year>\d{{4}})\b)?"
    )


_MONTH_DATE: Final[dict[Language, re.Pattern[str]]] = {code: _month_pattern(code) for code in ("cy", "en")}
_WEEKDAY: Final[dict[Language, re.Pattern[str]]] = {
    "cy": re.compile(rf"\b(?:[Dd]ydd|[Dd]dydd|[Nn]ydd|[Nn]os) (?P<weekday>{'|'.join(_DAYS['cy'])})\b"),
    "en": re.compile(rf"\b(?P<weekday>{'|'.join(_DAYS['en'])})s?\b"),
}
_TIME: Final[dict[Language, re.Pattern[str]]] = {
    code: re.compile(
        rf"\b(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d\d))? ?(?:(?P<am>{_MORNING[code]})|(?P<pm>{_LATER[code]}))(?!\w)"
    )
    for code in _MORNING
}

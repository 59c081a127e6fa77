"""Dates in words, as each language writes them. Django's Welsh catalogue misspells July, so the months are here."""

from datetime import date
from typing import Final

from ..languages import Language

MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd",
        "Rhagfyr",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip


def written_day(day: date, language: Language) -> str:
    """`14 Gorffennaf 2026` or `14 July 2026`."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"

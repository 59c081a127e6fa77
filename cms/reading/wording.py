"""Dates, sizes and counts in words, as each language writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from cms.content.languages import Language
from cms.content.words.dates import written_day

from .labels import FILE_LANGUAGES, WORDS

# After a number Welsh has the singular, and some numbers change its first letter: dwy dudalen, chwe thudalen, dau funud.
_PAGES: Final[Mapping[int, str]] = {1: "dudalen", 2: "dudalen", 6: "thudalen"}
_RESULTS: Final[Mapping[int, str]] = {2: "ganlyniad", 3: "chanlyniad", 6: "chanlyniad"}
_MINUTES: Final[Mapping[int, str]] = {2: "funud"}


def written_date(value: str | date, language: Language) -> str:
    """`14 Gorffennaf 2026` or `14 July 2026` of an ISO 8601 date or moment, as the day is in Wales."""
    return written_day(local_day(value), language)


def written_staleness(payload: Mapping[str, Any]) -> str:
    """That the other language has changed since an item was translated, and when; empty where it has not."""
    language: Language = payload["language"]
    own = next(one for one in payload["languages"] if one["language"] == language)
    if own["translation_status"] != "stale":
        return ""
    return WORDS[language]["stale"].format(date=written_date(own["since"], language))


def written_withdrawal(payload: Mapping[str, Any]) -> str:
    """Since when an item is withdrawn; empty where it is not."""
    language: Language = payload["language"]
    said = payload["withdrawn"]
    return WORDS[language]["since"].format(date=written_date(said["since"], language)) if said else ""


def written_preview(payload: Mapping[str, Any]) -> list[str]:
    """What a preview is of, and that it is not wholly in its language; nothing for what is public."""
    said, words = payload.get("preview"), WORDS[payload["language"]]
    if said is None:
        return []
    return [words[f"preview_{said['stage']}"], *([] if said["complete"] else [words["preview_incomplete"]])]


def local_day(value: str | date) -> date:
    """The day in Wales of an ISO 8601 date or moment."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def written_pages(count: int, language: Language) -> str:
    """`12 tudalen` or `12 pages`."""
    if language == "cy":
        return f"{count} {_PAGES.get(count, 'tudalen')}"
    return f"{count} {'page' if count == 1 else 'pages'}"


def written_results(count: int, language: Language) -> str:
    """`3 chanlyniad` or `3 results`; `Dim canlyniadau` or `No results` for none."""
    if language == "cy":
        return f"{count} {_RESULTS.get(count, 'canlyniad')}" if count else "Dim canlyniadau"
    return f"{count or 'No'} {'result' if count == 1 else 'results'}"


def written_minutes(count: int, language: Language) -> str:
    """`12 munud` or `12 minutes`."""
    if language == "cy":
        return f"{count} {_MINUTES.get(count, 'munud')}"
    return f"{count} {'minute' if count == 1 else 'minutes'}"


def written_duration(seconds: int, language: Language) -> str:
    """`12 munud 30 eiliad`, `1 awr 2 funud` or `2 hours 1 minute`."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    hour, second = ("awr", "eiliad") if language == "cy" else ("hour", "second")
    many = language == "en"
    parts = [
        f"{hours} {hour}{'s' if many and hours > 1 else ''}" if hours else "",
        written_minutes(minutes, language) if minutes else "",
        f"{seconds} {second}{'s' if many and seconds > 1 else ''}" if seconds else "",
    ]
    return " ".join(part for part in parts if part)


def written_size(size: int) -> str:
    """`38 KB` or `1.2 MB`; a thousand bytes to a KB, and never 0 KB."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def file_facts(file: Mapping[str, Any], language: Language) -> str:
    """`PDF, 38 KB, 2 dudalen, Cymraeg`: what a reader wants to know before a download."""
    facts = [file["format"].upper(), written_size(file["bytes"])]
    if file["pages"]:
        facts.append(written_pages(file["pages"], language))
    return ", ".join([*facts, FILE_LANGUAGES[file["language"]].text(language)])

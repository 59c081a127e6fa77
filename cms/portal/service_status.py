"""What is running, in plain words: reading, publishing and search. That it can be said at all, the database shows."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cms.content.languages import Language
from cms.content.vocabularies import Label
from cms.publication.changelog.consumers import consumer_status, consumers
from cms.publication.clock import shared_now
from cms.publication.intents.pending import backlog

# What waits longer than this is late.
_LATE: Final = timedelta(minutes=1)
_WORKS: Final = Label("Yn gweithio", "Working")
_DELAYED: Final = Label("Yn hwyr", "Delayed")
_PARTS: Final = {
    "reading": Label("Darllen: REST, GraphQL a'r tudalennau", "Reading: REST, GraphQL and pages"),
    "publishing": Label(
        "Cyhoeddi: newidiadau ar eu ffordd at ddarllenwyr", "Publishing: changes on their way to readers"
    ),
    "search": Label("Chwilio", "Search"),
}
_READING: Final = Label("Gellir darllen popeth sy'n gyhoeddus.", "Everything public can be read.")
_NOTHING_WAITS: Final = Label("Nid oes dim yn aros.", "Nothing is waiting.")
_WAITS: Final = Label(
    "Yn aros: {count}. Yr hynaf ers {seconds} eiliad.", "Waiting: {count}. The oldest for {seconds} seconds."
)
_UP_TO_DATE: Final = Label("Mae'n cynnwys pob newid.", "It has every change.")
_BEHIND: Final = Label(
    "Nid yw'r newidiadau diweddaraf i'w cael wrth chwilio eto.", "The latest changes cannot be found by searching yet."
)


class StatusFact(NamedTuple):
    """One part of the service: what it is, whether it works, and a sentence."""

    part: str
    state: str
    sentence: str
    works: bool


def service_status(language: Language) -> list[StatusFact]:
    """All parts. Raises django.db.Error where the database does not answer."""
    return [_fact("reading", True, _READING.text(language), language), _publishing(language), *_search(language)]


def _publishing(language: Language) -> StatusFact:
    waiting = backlog()
    if not waiting.count or waiting.since is None:
        return _fact("publishing", True, _NOTHING_WAITS.text(language), language)
    seconds = max(0, int((shared_now() - waiting.since).total_seconds()))
    sentence = _WAITS.text(language).format(count=waiting.count, seconds=seconds)
    return _fact("publishing", not _is_late(waiting.since), sentence, language)


def _search(language: Language) -> list[StatusFact]:
    followers = [consumer_status(one.name) for one in consumers() if one.name == "search"]
    if not followers:
        return []
    works = not any(_is_late(one.waiting_since) for one in followers)
    return [_fact("search", works, (_UP_TO_DATE if works else _BEHIND).text(language), language)]


def _is_late(since: datetime | None) -> bool:
    return since is not None and shared_now() - since > _LATE


def _fact(part: str, works: bool, sentence: str, language: Language) -> StatusFact:
    return StatusFact(_PARTS[part].text(language), (_WORKS if works else _DELAYED).text(language), sentence, works)

"""What is running, in plain words: reading, publishing, webhooks and search. That it can be said at all, the database shows."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.utils.timezone import localtime

from cms.content.languages import Language
from cms.content.vocabularies import Label
from cms.publication.changelog.consumers import consumer_status, consumers
from cms.publication.clock import shared_now
from cms.publication.intents.pending import backlog
from cms.publication.models import Change
from cms.reading.wording import written_date
from cms.webhooks.models import WebhookEndpoint, WebhookMessage
from cms.webhooks.queueing.message_queue import NAME as WEBHOOKS
from search import engines
from search.engines.interface import Unavailable
from search.indexing.content_fingerprint import CONTENT_FINGERPRINT

# What waits longer than this is late.
_LATE: Final = timedelta(minutes=1)
_WORKS: Final = Label("Yn gweithio", "Working")
_DELAYED: Final = Label("Yn hwyr", "Delayed")
_FAILS: Final = Label("Ddim yn gweithio", "Not working")
_PARTS: Final = {
    "reading": Label("Darllen: REST, GraphQL a'r tudalennau", "Reading: REST, GraphQL and pages"),
    "publishing": Label(
        "Cyhoeddi: newidiadau ar eu ffordd at ddarllenwyr", "Publishing: changes on their way to readers"
    ),
    "webhooks": Label("Bachau gwe", "Webhooks"),
    "search": Label("Chwilio", "Search"),
}
_READING: Final = Label("Gellir darllen popeth sy'n gyhoeddus.", "Everything public can be read.")
_NOTHING_WAITS: Final = Label("Nid oes dim yn aros.", "Nothing is waiting.")
_WAITS: Final = Label(
    "Yn aros: {count}. Yr hynaf ers {seconds} eiliad.", "Waiting: {count}. The oldest for {seconds} seconds."
)
_LAST: Final = Label(
    "Nid oes dim yn aros. Y newid diwethaf: {day}, {time}.", "Nothing is waiting. The last change: {day}, {time}."
)
_TOLD: Final = Label("Anfonwyd pob newid.", "Every change has been sent.")
_TO_TELL: Final = Label(
    "Mae newidiadau'n aros i gael eu hanfon. Ni chollir yr un ohonynt.",
    "Changes are waiting to be sent. None of them will be lost.",
)
_NO_ANSWER: Final = Label(
    "Nid yw chwilio'n ateb ar hyn o bryd. Gellir darllen popeth arall.",
    "Search does not answer at present. Everything else can be read.",
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
    reading = _fact("reading", _WORKS, _READING.text(language), language)
    return [reading, _publishing(language), *_webhooks(language), *_search(language)]


def _publishing(language: Language) -> StatusFact:
    waiting = backlog()
    if not waiting.count or waiting.since is None:
        return _fact("publishing", _WORKS, _last_change(language), language)
    seconds = max(0, int((shared_now() - waiting.since).total_seconds()))
    sentence = _WAITS.text(language).format(count=waiting.count, seconds=seconds)
    return _fact("publishing", _DELAYED if _is_late(waiting.since) else _WORKS, sentence, language)


def _last_change(language: Language) -> str:
    last = Change.objects.order_by("-version").values_list("at", flat=True).first()
    if last is None:
        return _NOTHING_WAITS.text(language)
    here = localtime(last)
    return _LAST.text(language).format(day=written_date(here, language), time=f"{here:%H:%M:%S}")


def _webhooks(language: Language) -> list[StatusFact]:
    """Those of partners whose receivers are well. Nothing where there are none."""
    well = WebhookEndpoint.objects.filter(ended="", failures=0).exclude(secret="")
    if not well.exists():
        return []
    due = WebhookMessage.objects.filter(endpoint__in=well, retry_at__lt=shared_now() - _LATE)
    late = _is_late(consumer_status(WEBHOOKS).waiting_since) or due.exists()
    return [_fact("webhooks", _DELAYED if late else _WORKS, (_TO_TELL if late else _TOLD).text(language), language)]


def _search(language: Language) -> list[StatusFact]:
    followers = [consumer_status(one.name) for one in consumers() if one.name == "search"]
    if not followers:
        return []
    try:
        serves = engines.engine().identity(CONTENT_FINGERPRINT) is not None
    except Unavailable:
        serves = False
    if not serves:
        return [_fact("search", _FAILS, _NO_ANSWER.text(language), language)]
    late = any(_is_late(one.waiting_since) for one in followers)
    return [_fact("search", _DELAYED if late else _WORKS, (_BEHIND if late else _UP_TO_DATE).text(language), language)]


def _is_late(since: datetime | None) -> bool:
    return since is not None and shared_now() - since > _LATE


def _fact(part: str, state: Label, sentence: str, language: Language) -> StatusFact:
    return StatusFact(_PARTS[part].text(language), state.text(language), sentence, state is _WORKS)

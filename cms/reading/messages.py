"""Pages that say why there is nothing to read at an address, and in which languages there is."""

from collections.abc import Callable
from typing import Any, Final

from django.db import Error
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from cms.content.languages import NAMES, Language, other
from cms.http.caching.cache_policy import NOT_STORABLE
from cms.http.problems.outages import is_outage
from cms.publication.notices.notice_queries import GoneNotice, gone_notice
from cms.publication.payload.addresses import public_address
from cms.publication.queries.query_types import FoundItem, LanguageStatus

from .item_page import shared_context, switch
from .labels import AVAILABLE, WORDS
from .responses import add_headers, rendered
from .wording import written_date

RETRY_AFTER: Final = 10
Way = dict[str, str]
# What says it: `message` on a page; another outlet has its own.
Say = Callable[..., HttpResponse]


def answered(language: Language, answer: Callable[[], HttpResponseBase], say: Say | None = None) -> HttpResponseBase:
    """The answer; 503 in the language of the address where the database does not give one."""
    try:
        return answer()
    except Error as error:
        if not is_outage(error):
            raise
        return retry((say or message)(language, "unavailable", 503), RETRY_AFTER)


def retry(response: HttpResponse, seconds: int) -> HttpResponse:
    """The response, saying when to ask again."""
    response["Retry-After"] = str(seconds)
    return response


def ended(found: FoundItem | None, language: Language, say: Say | None = None) -> HttpResponse | None:
    """410 for an item that was public in the language and no longer is; None for any other."""
    status = found.status(language) if found else None
    if found and status and status.since and status.state in {"withdrawn", "gone"}:
        day, notice = written_date(status.since, language), gone_notice(found.item, language)
        if notice is None:
            return (say or message)(language, status.state, 410, found.available, date=day)
        return (say or message)(
            language,
            "taken_down",
            410,
            found.available,
            alternatives(notice, language),
            notice.text(language),
            date=day,
        )
    return None


def alternatives(notice: GoneNotice, language: Language) -> tuple[Way, ...]:
    """The items to go to instead: each in the language, or in the other where it is public in that only."""
    chosen = {one.item: one for one in sorted(notice.instead, key=lambda one: one.language == language)}
    return tuple(
        {
            "language": one.language,
            "sentence": WORDS[language]["go_instead"],
            "title": one.title,
            "address": public_address(one.language, one.path),
        }
        for one in dict.fromkeys(chosen[one.item] for one in notice.instead)
    )


def missing(found: FoundItem | None, language: Language, say: Say | None = None) -> HttpResponse:
    """404, with the way to the item where it is public in the other language."""
    return (say or message)(language, "missing", 404, found.available if found else ())


def message(
    language: Language,
    name: str,
    status: int,
    available: tuple[LanguageStatus, ...] = (),
    instead: tuple[Way, ...] = (),
    notice: str = "",
    **fields: str,
) -> HttpResponse:
    """A page of the words `{name}_title` and `{name}`, which may hold `fields`. Nobody may keep it.

    It leads to the item in the languages in which it is `available`, and to what there is `instead`. `notice` is what editors
    say of it.
    """
    context = message_context(language, name, available, instead, notice, **fields)
    response = HttpResponse(rendered("reading/message.html", context), status=status)
    add_headers(response, language)
    response["Cache-Control"] = NOT_STORABLE.cache_control
    return response


def message_context(
    language: Language,
    name: str,
    available: tuple[LanguageStatus, ...] = (),
    instead: tuple[Way, ...] = (),
    notice: str = "",
    **fields: str,
) -> dict[str, Any]:
    """What a template that says it is given."""
    words, twin = WORDS[language], other(language)
    to_other = next((switch(language, one) for one in available if one.language == twin), None)
    return {
        **shared_context(language, words[f"{name}_title"], to_other or _home(twin)),
        "text": words[name].format(**fields),
        "notice": notice,
        "ways": [*(_way(one, language) for one in available), *instead],
    }


def _home(language: Language) -> dict[str, Any]:
    return {"language": language, "name": NAMES[language], "address": f"/{language}/"}


def _way(status: LanguageStatus, language: Language) -> Way:
    return {
        "language": status.language,
        "sentence": AVAILABLE[status.language].text(language),
        "title": status.title,
        "address": public_address(status.language, status.path),
    }

"""An item as a fragment for somebody else's page, and the same in a page of its own for a frame."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import Language, other
from cms.edge.surrogate_keys import keys_of_rows
from cms.http.headers import link, preflight
from cms.publication.glossary.marking import MARK, rewritten
from cms.publication.payload.addresses import public_address
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition
from cms.reading.item_page import content_context, switch
from cms.reading.labels import WORDS
from cms.reading.messages import answered, ended, missing
from cms.reading.responses import rendered

from .answers import Finish, answer, policy_until, said, say, with_policy
from .embed_labels import EMBED_WORDS
from .fragment_markup import fitted

Value = dict[str, Any]
# What may be left out. Who publishes an item, since when and under which licence is always said.
PARTS: Final = ("title", "summary", "body", "files")


@csrf_exempt
def item_fragment(request: HttpRequest, language: Language, item: UUID | None) -> HttpResponseBase:
    """The item: `parts` says which parts of it. 404 and 410 are fragments too, which say why and where to go."""
    if request.method == "OPTIONS":
        return preflight()
    return _read(request, language, item, lambda body: fitted(body, f"{language}-{str(item)[:8]}"))


@csrf_exempt
def framed_item(request: HttpRequest, language: Language, item: UUID | None) -> HttpResponseBase:
    """The item as a page for a frame in any site."""

    def framed(body: str) -> str:
        return rendered("embed/frame.html", {"language": language, "words": WORDS[language], "fragment": body})

    response = _read(request, language, item, framed)
    return with_policy(response, framed=True) if isinstance(response, HttpResponse) else response


@csrf_exempt
def nothing_here(request: HttpRequest, language: Language, rest: str) -> HttpResponseBase:
    """404 for any other address below a language, in words that readers understand wherever it is shown."""
    return preflight() if request.method == "OPTIONS" else require_safe(lambda _: missing(None, language, say))(request)


@require_safe
def _read(request: HttpRequest, language: Language, item: UUID | None, finish: Finish) -> HttpResponseBase:
    """The answer, whose markup is given to `finish`, whatever it says."""
    tell = partial(say, finish=finish)

    def read() -> HttpResponseBase:
        parts = _parts(request)
        if parts is None:
            return said(finish(_unknown_part(language)), language, 400)
        found = item_queries.item(item, language) if item else None
        edition = found.edition(language) if found else None
        if found is None or edition is None:
            return ended(found, language, tell) or missing(found, language, tell)
        canonical = link(public_address(language, edition.path), "canonical")
        body = finish(fragment(found, edition, parts))
        policy = policy_until(found.expires_at, keys_of_rows(found.ids, language))
        return answer(request, body, language, policy, (canonical,))

    return answered(language, read, tell)


def _unknown_part(language: Language) -> str:
    words = EMBED_WORDS[language]
    text = words["unknown_part"].format(parts=", ".join(PARTS))
    return rendered("embed/message.html", {"language": language, "title": words["unknown_part_title"], "text": text})


def _parts(request: HttpRequest) -> tuple[str, ...] | None:
    """The parts asked for; None where one of them is unknown."""
    asked = request.GET.get("parts", "")
    parts = tuple(part for one in asked.split(",") if (part := one.strip()))
    return None if set(parts) - set(PARTS) else parts or PARTS


def fragment(found: FoundItem, edition: ReadyEdition, parts: tuple[str, ...] = PARTS) -> str:
    """The edition as markup: an `<article>` in its language."""
    language = edition.language
    payload: Value = rewritten(json.loads(edition.body), _with_terms(json.loads(edition.body)))
    context = {
        **content_context(payload),
        "language": language,
        "words": {**WORDS[language], **EMBED_WORDS[language]},
        "parts": parts,
        "switch": switch(language, found.status(other(language))),
    }
    return rendered("embed/fragment.html", context)


def _with_terms(payload: Value) -> Callable[[str], str]:
    """What makes the marked words of a payload's rich text links to the glossary."""
    addresses = {term["id"]: term["address"] for term in payload["terms"]}
    return lambda html: MARK.sub(
        lambda match: (
            f'<a class="term" href="{addresses[match[1]]}">{match[2]}</a>' if match[1] in addresses else match[2]
        ),
        html,
    )

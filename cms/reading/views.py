"""Reading pages: an edition by its path, what is said where there is none, and the choice of a language."""

from urllib.parse import quote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import CODES, NAMES, Language, other
from cms.edge.surrogate_keys import key_of_path, keys_of_item, keys_of_rows
from cms.http.caching.cache_policy import OF_THE_SOFTWARE, CachePolicy, end_of
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition

from .glossary.glossary_page import glossary_page
from .item_page import page_context
from .labels import WORDS
from .messages import answered, ended, missing
from .printing.typesetting import can_typeset
from .responses import encoded_page, moved, rendered, respond, tag_of, with_query


@csrf_exempt
@require_safe
@encoded_page
def language_choice(request: HttpRequest) -> HttpResponseBase:
    """The way to each language. Nobody's language is guessed."""
    context = {
        "ways": [(code, NAMES[code], f"/{code}/") for code in CODES],
        "names": [(code, WORDS[code]["site"]) for code in CODES],
    }
    return respond(
        request, tag_of("choice"), OF_THE_SOFTWARE, ", ".join(CODES),
        lambda: rendered("reading/choice.html", context),
    )  # fmt: skip


@csrf_exempt
@require_safe
@encoded_page
def reading_page(request: HttpRequest, language: Language, rest: str | None = None) -> HttpResponseBase:
    """The edition at `/{language}{rest}`; where there is none, a page of the same language that says why."""
    path = f"/{language}{rest or ''}"
    answer = _answer if path.endswith("/") else _with_slash
    return answered(language, lambda: answer(request, language, path))


def _with_slash(request: HttpRequest, language: Language, path: str) -> HttpResponseBase:
    """The way to the same path with a slash at its end, or at once to where its item has moved."""
    path = f"{path}/"
    found = _item_at(path, language)
    edition = found.edition(language) if found else None
    if found and edition and found.moved and glossary_page(request, language, path) is None:
        return _moved(request, found, edition, path)
    return moved(quote(path), language)


def _answer(request: HttpRequest, language: Language, path: str) -> HttpResponseBase:
    found = _item_at(path, language)
    edition = found.edition(language) if found else None
    if found and edition and not found.moved:
        return _page(request, found, edition)
    words = glossary_page(request, language, path)
    if words is not None:
        return words
    if found and edition:
        return _moved(request, found, edition, path)
    past = ended(found, language)
    if past is not None:
        return past
    # Somebody may have changed only the language in the address: then the item is known by its other path.
    twin = found or _item_at(f"/{other(language)}{path.removeprefix(f'/{language}')}", language, former=False)
    return missing(twin, language)


def _item_at(path: str, language: Language, *, former: bool = True) -> FoundItem | None:
    return None if "\0" in path else item_queries.item_at(path, language, former=former)


def _moved(request: HttpRequest, found: FoundItem, edition: ReadyEdition, path: str) -> HttpResponseBase:
    address = f"{quote(edition.path)}{with_query(request)}"
    keys = key_of_path(path) | keys_of_rows(found.ids, edition.language)
    policy = CachePolicy(edition.expires_at, keys=keys)
    return moved(address, edition.language, policy, status=308)


def _page(request: HttpRequest, found: FoundItem, edition: ReadyEdition) -> HttpResponseBase:
    """The page of an edition. Its tag also stands for what is not of the edition: the other language and the day (NEW)."""
    twin, today = found.status(other(edition.language)), timezone.localdate()
    keys = keys_of_item(edition.item, edition.language)
    tag = tag_of(edition.version, edition.digest, twin.state, twin.path, today, can_typeset())
    return respond(
        request, tag, CachePolicy(found.expires_at, keys=keys, renewed_at=end_of(today)), edition.language,
        lambda: rendered("reading/page.html", page_context(found, edition, today)), remembered=True,
    )  # fmt: skip

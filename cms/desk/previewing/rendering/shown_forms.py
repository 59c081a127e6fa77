"""A previewed edition in the forms in which readers and partners have it: page, paper, PDF and JSON."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from cms.content.languages import CODES, Language, other
from cms.http import messages
from cms.http.problems.problem import Problem, unavailable
from cms.publication.drafts.preview_overlay import PreviewOverlay, showing
from cms.publication.payload.addresses import api_address, print_addresses, public_address
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition
from cms.reading.item_page import page_context, switch
from cms.reading.labels import WORDS
from cms.reading.printing.pdf import pdf_of
from cms.reading.printing.print_document import document
from cms.reading.printing.sources import sources
from cms.reading.printing.typesetting import NotTypeset, can_typeset
from cms.reading.responses import add_headers, rendered

from .never_kept import never_kept

_HEAD: Final = "<head>"
_LINK: Final = re.compile(r'href="([^"]*)"')
# Links lead out of the frame, and nobody is told where they were followed.
_IN_A_FRAME: Final = (
    '<head><base target="_top"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
)


@dataclass(frozen=True)
class PreviewPlace:
    """Where previews are: what their addresses begin with, and what stands before those of files and pictures."""

    root: str
    media: str

    def address(self, language: Language, item: UUID, form: str) -> str:
        """The address of an item in a language and a form."""
        return f"{self.root}{language}/{item}/{form}"


def preview_response(
    overlay: PreviewOverlay, place: PreviewPlace, language: Language, item: UUID, form: str
) -> HttpResponse:
    """The edition in a form, for a frame of the same site. Raises Problem (404, 503)."""
    with showing(overlay):
        found = item_queries.item(item, language, former=False) if item in overlay.items else None
        edition = found.edition(language) if found else None
        if found is None or edition is None or form not in _FORMS:
            raise Problem("not-found", messages.NOT_IN_PREVIEW)
        response = _FORMS[form](overlay, place, found, edition)
    add_headers(response, ", ".join(_languages(overlay, edition)))
    policy = response["Content-Security-Policy"]
    response["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    if form == "pdf":  # a browser's own viewer is made of what it forbids
        del response["Content-Security-Policy"]
    return never_kept(response)  # type: ignore[return-value]


def _languages(overlay: PreviewOverlay, edition: ReadyEdition) -> tuple[Language, ...]:
    """Its own, and the other where it is not wholly in it."""
    gaps = overlay.shown[edition.item, edition.language].gaps
    return (edition.language, other(edition.language)) if gaps else (edition.language,)


def _page(
    overlay: PreviewOverlay, place: PreviewPlace, found: FoundItem, edition: ReadyEdition
) -> HttpResponse:  # fmt: skip
    context = page_context(found, edition, timezone.localdate())
    return HttpResponse(_led_back(rendered("reading/page.html", context), overlay, place))


def _paper(overlay: PreviewOverlay, place: PreviewPlace, found: FoundItem, edition: ReadyEdition) -> HttpResponse:
    language = edition.language
    context = {
        "document": document(sources(found, edition)),
        "language": language,
        "words": WORDS[language],
        "switch": switch(language, found.status(other(language))),
        "pdf": print_addresses(edition.item, language)["pdf"] if can_typeset() else "",
    }
    return HttpResponse(_led_back(rendered("reading/print/document.html", context), overlay, place))


def _pdf(
    overlay: PreviewOverlay, place: PreviewPlace, found: FoundItem, edition: ReadyEdition
) -> HttpResponse:  # fmt: skip
    if not can_typeset():
        raise Problem("not-found", messages.NOT_IN_PREVIEW)
    try:
        made = pdf_of(document(sources(found, edition)))
    except NotTypeset as error:
        raise unavailable() from error
    return HttpResponse(made, content_type="application/pdf")


def _json(
    overlay: PreviewOverlay, place: PreviewPlace, found: FoundItem, edition: ReadyEdition
) -> HttpResponse:  # fmt: skip
    return HttpResponse(edition.body, content_type="application/json")


_Made = Callable[[PreviewOverlay, PreviewPlace, FoundItem, ReadyEdition], HttpResponse]
_FORMS: Final[dict[str, _Made]] = {"page": _page, "paper": _paper, "pdf": _pdf, "json": _json}


def forms_of() -> list[str]:
    """The forms that there are."""
    return [form for form in _FORMS if form != "pdf" or can_typeset()]


def _led_back(page: str, overlay: PreviewOverlay, place: PreviewPlace) -> str:
    """The page with its links to what is previewed, and its files and pictures, where this reader may have them."""
    addresses = dict(_addresses(overlay, place))
    page = _LINK.sub(lambda match: f'href="{addresses.get(match[1], match[1])}"', page)
    for kind in ("files", "pictures"):
        page = page.replace(f"{settings.API_URL}/{kind}/", f"{place.media}/{kind}/")
    return page.replace(_HEAD, _IN_A_FRAME, 1)


def _addresses(overlay: PreviewOverlay, place: PreviewPlace) -> Iterator[tuple[str, str]]:
    for one in overlay.editions():
        printed: dict[str, Any] = print_addresses(one.item, one.lang)
        yield public_address(one.lang, one.path), place.address(one.lang, one.item, "page")
        yield api_address(one.item, one.lang), place.address(one.lang, one.item, "json")
        yield printed["html"], place.address(one.lang, one.item, "paper")
        yield printed["pdf"], place.address(one.lang, one.item, "pdf")


def languages_of(overlay: PreviewOverlay, item: UUID) -> list[Language]:
    """The languages in which there is something to show of an item."""
    return [code for code in CODES if (item, code) in overlay.shown]

"""Where a link in rich text may lead: to a page of ours, or to an address that says all of where it is.

A path of ours is taken for the page that it leads to. Any other path, and a `#place`, means nothing in a payload that is shown
on another site: the form refuses it.
"""

import re
import unicodedata
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..languages import parse

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_WHOLE: Final = re.compile(rf"(?:https?://[^\s/]|(?:{'|'.join(SCHEMES - {'http', 'https'})}):\S)", re.IGNORECASE)
_SHOWN: Final = 60


def is_whole(address: str) -> bool:
    """Whether an address says all of where it leads."""
    return _WHOLE.match(address.strip()) is not None


def page_at(path: str) -> Any:
    """The page at a path of ours, `/cy/…`, with or without its last slash; None where there is none."""
    found = unicodedata.normalize("NFC", unquote(urlsplit(path.strip()).path))
    first, *steps = found.strip("/").split("/")
    language = parse(first)
    if not path.strip().startswith("/") or path.strip().startswith("//") or language is None:
        return None
    pages = Page.objects.filter(locale__language_code=language, depth=len(steps) + 2)
    ending = "/" + "".join(f"{step}/" for step in steps)
    # The first step of url_path is the home page's, which no reader sees.
    found_pages = (
        page for page in pages.filter(url_path__endswith=ending) if page.url_path.count("/") == len(steps) + 2
    )
    return next(found_pages, None)


def with_page_links(source: str) -> str:
    """Stored rich text whose links by path are links to pages. Raises ValidationError for a link that leads nowhere outside."""
    if "<a" not in source:
        return source
    soup = BeautifulSoup(source, "html.parser")
    refused: list[ValidationError] = []
    resolved = False
    for anchor in soup.find_all("a", linktype=False):
        address = str(anchor.get("href") or "")
        if is_whole(address):
            continue
        page = page_at(address)
        if page is None:
            refused.append(_refusal(anchor.get_text(" ", strip=True), address))
        else:
            anchor.attrs, resolved = {"linktype": "page", "id": str(page.pk)}, True
    if refused:
        raise ValidationError(refused)
    return str(soup) if resolved else source


def _refusal(text: str, address: str) -> ValidationError:
    words = {"text": Truncator(text).chars(_SHOWN), "address": Truncator(address).chars(_SHOWN)}
    if not address:
        return ValidationError(
            _("The link “%(text)s” leads nowhere. Choose a page for it, or take the link away."), params=words
        )
    return ValidationError(
        _(
            "The link “%(text)s” leads to “%(address)s”, which other sites that show this text cannot find. Choose a page of "
            "ours, or give an address that begins with https://."
        ),
        params=words,
    )

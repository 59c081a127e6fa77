"""Wagtail's stored rich text to clean HTML and plain text.

Pictures, embeds and documents inside rich text are left out: wagtail-localize copies their words unseen.
"""

import re
from typing import Any, Final

import nh3
from bs4 import BeautifulSoup, Tag

from .context import ITEM_SCHEME, Context

_TAGS: Final = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3", "h4"}
_SCHEMES: Final = {"http", "https", "mailto", "tel", ITEM_SCHEME}
_BLOCKS: Final = ["p", "li", "h2", "h3", "h4", "br"]
_SPACES: Final = re.compile(r"[ \t\r\f\v\u00a0]+")


def rich_text(source: str, context: Context) -> dict[str, Any]:
    """`{"html", "plain"}` of stored rich text. Links to items read `item:<id>` until composition."""
    soup = BeautifulSoup(source or "", "html.parser")
    for anchor in soup.find_all("a"):
        _link(anchor, context)
    html = nh3.clean(
        str(soup), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None, strip_comments=True
    )
    return {"html": html, "plain": plain_text(html)}


def plain_text(html: str) -> str:
    """The words of clean HTML, a line for each paragraph or list item."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(_BLOCKS):
        tag.append("\n")
    lines = (_SPACES.sub(" ", line).strip() for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line)


def external_addresses(html: str) -> list[str]:
    """The addresses that clean HTML links to outside our items, in order."""
    anchors = BeautifulSoup(html, "html.parser").find_all("a", href=True)
    return [str(anchor["href"]) for anchor in anchors if not str(anchor["href"]).startswith(f"{ITEM_SCHEME}:")]


def _link(anchor: Tag, context: Context) -> None:
    """Turns Wagtail's page link into `item:<id>`; takes away links to anything that is not a page or an address."""
    link_type = anchor.get("linktype")
    if link_type == "page":
        page_id = str(anchor.get("id") or "")
        item = context.item_of(int(page_id)) if page_id.isdecimal() else None
        if item is None:
            anchor.unwrap()
        else:
            anchor.attrs = {"href": f"{ITEM_SCHEME}:{item}"}
    elif link_type or str(anchor.get("href") or "").startswith(f"{ITEM_SCHEME}:"):
        anchor.unwrap()

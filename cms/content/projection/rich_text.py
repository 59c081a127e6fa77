"""Wagtail's stored rich text to clean HTML and plain text.

Pictures, embeds and documents inside rich text are left out: wagtail-localize copies their words unseen.
"""

import re
from html import unescape
from typing import Any, Final

import nh3
from bs4 import BeautifulSoup, Tag

from .context import ITEM_SCHEME, Context
from .text_links import SCHEMES, is_whole

_TAGS: Final = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3", "h4"}
_SCHEMES: Final = {*SCHEMES, ITEM_SCHEME}
# A link whose address was taken away.
_BARE: Final = re.compile(r"<a>(.*?)</a>", re.DOTALL)
# In HTML that nh3 has written, a tag ends at the first ">" outside its attributes' quotes.
_BREAK: Final = re.compile(r"</?(?:p|li|ul|ol|h[234]|br)(?:\s[^>]*)?/?>")
_TAG: Final = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_HREF: Final = re.compile(r'<a href="([^"]*)"')
_LINK: Final = re.compile(
    r'<a (?:id="(?P<before>\d{1,18})" linktype="page"|linktype="page" id="(?P<after>\d{1,18})"|href="(?P<href>[^"<>&]+)")>'
    r"(?P<text>[^<>]*)</a>"
)


def rich_text(source: str, context: Context) -> dict[str, Any]:
    """`{"html", "plain"}` of stored rich text. Links to items read `item:<id>` until composition."""
    links = len(_LINK.findall(source))
    if links and links == source.lower().count("<a"):
        source = _LINK.sub(lambda match: _plain_link(match, context), source)
    elif "<a" in source:
        soup = BeautifulSoup(source, "html.parser")
        for anchor in soup.find_all("a"):
            _link(anchor, context)
        source = str(soup)
    html = nh3.clean(
        source,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel=None,
        strip_comments=True,
    )
    html = _BARE.sub(r"\1", html)
    return {"html": html, "plain": plain_text(html)}


def _plain_link(match: re.Match[str], context: Context) -> str:
    """As `_link` does it, for a link as Wagtail's editor writes it."""
    page_id = match["before"] or match["after"]
    href = _address("page" if page_id else "", page_id or "", match["href"] or "", context)
    return f'<a href="{href}">{match["text"]}</a>' if href else match["text"]


def plain_text(html: str) -> str:
    """The words of clean HTML, a line for each paragraph or list item."""
    broken = _BREAK.sub("\n", " ".join(html.split()))
    lines = (" ".join(unescape(line).split()) for line in _TAG.sub("", broken).split("\n"))
    return "\n".join(line for line in lines if line)


def external_addresses(html: str) -> list[str]:
    """The addresses that clean HTML links to outside our items, in order."""
    addresses = (unescape(address) for address in _HREF.findall(html))
    return [address for address in addresses if not address.startswith(f"{ITEM_SCHEME}:")]


def _link(anchor: Tag, context: Context) -> None:
    """Turns a link to a page into `item:<id>`; takes away what is neither that nor an address."""
    link_type, page_id, href = (str(anchor.get(name) or "") for name in ("linktype", "id", "href"))
    address = _address(link_type, page_id, href, context)
    if address:
        anchor.attrs = {"href": address}
    else:
        anchor.unwrap()


def _address(link_type: str, page_id: str, href: str, context: Context) -> str | None:
    """Where a stored link leads: `item:<id>`, or an address that is whole; None where neither."""
    if link_type:
        item = context.item_of(int(page_id)) if link_type == "page" and page_id.isdecimal() else None
    elif is_whole(href):
        return href
    else:
        item = context.lookups.item_at(unescape(href))
    return f"{ITEM_SCHEME}:{item}" if item else None

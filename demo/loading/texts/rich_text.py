"""Turns the demo's simple HTML into what Wagtail keeps for rich text, and compares the two languages' structure."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from wagtail_localize.strings import extract_strings

_ALLOWED = frozenset({"p", "ul", "ol", "li", "b", "i", "a", "br"})
_AROUND_BLOCKS = re.compile(r"\s*(</?(?:p|ul|ol|li)>)\s*")
_ELSEWHERE = re.compile(r"^(https?://|mailto:|tel:)")
ITEM = "item:"


def to_database(html: str, page: Callable[[str], int], paragraph: Callable[[int], str]) -> str:
    """`html` as Wagtail stores it: items by `page(key)`, each paragraph and point named by `paragraph(number)`.

    Raises ValueError, in words for whoever writes the demo, for HTML that the editor could not have written.
    """
    soup = BeautifulSoup(_AROUND_BLOCKS.sub(r"\1", re.sub(r"\s+", " ", html.strip())), "html.parser")
    for node in soup.children:
        if isinstance(node, NavigableString) or (isinstance(node, Tag) and node.name not in {"p", "ul", "ol"}):
            raise ValueError(f"text outside a paragraph or list: {str(node)[:60]}")
    for tag in soup.find_all(True):
        if tag.name not in _ALLOWED:
            raise ValueError(f"<{tag.name}> is not one of {', '.join(sorted(_ALLOWED))}")
        if set(tag.attrs) != ({"href"} if tag.name == "a" else set()):
            raise ValueError(f"<{tag.name}> has the attributes {sorted(tag.attrs)}; only a link has one, its href")
        if tag.name == "a":
            attributes = _link(str(tag["href"]), page)
            tag.attrs.clear()
            tag.attrs.update(attributes)
    for number, block in enumerate(soup.find_all(["p", "li"])):
        block["data-block-key"] = paragraph(number)
    return str(soup)


def difference(one: str, other: str) -> str | None:
    """How the structure of two languages' rich text differs, or None: same blocks, same links at the same places."""
    (one_template, one_strings), (other_template, other_strings) = extract_strings(one), extract_strings(other)
    if one_template != other_template:
        here, there = len(one_strings), len(other_strings)
        return f"has other paragraphs, points or emphasis in one language than in the other ({here} and {there} texts)"
    for number, ((_one, here), (_other, there)) in enumerate(zip(one_strings, other_strings, strict=True), start=1):
        if _pages(here) != _pages(there) or set(here) != set(there):
            return f"paragraph {number} has other links in one language than in the other"
    return None


def _link(href: str, page: Callable[[str], int]) -> dict[str, str]:
    if href.startswith(ITEM):
        return {"linktype": "page", "id": str(page(href.removeprefix(ITEM)))}
    if not _ELSEWHERE.match(href):
        raise ValueError(f"the link {href} is neither item:key nor a full address")
    return {"href": href}


def _pages(attributes: dict[str, dict[str, str]]) -> dict[str, str | None]:
    return {name: values.get("id") for name, values in attributes.items()}

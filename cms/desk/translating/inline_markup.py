"""Inline HTML of a text as a person writes it, and back: plain where there are no tags, else with its tags."""

import html
import re
from collections import Counter
from typing import Final

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

TAG: Final = re.compile(r"</?(?:a|abbr|acronym|b|code|em|i|strong|br)(?:\s[^<>]*)?/?>")
_BREAK: Final = re.compile(r"<br\s*/?>")
_LINK: Final = re.compile(r'<a id="(\w+)">')
# A sign that would be read as another if `&amp;` before it were shown as `&`.
_AMPERSAND: Final = re.compile(r"&amp;(?![#\w]+;)")
_INVISIBLE: Final = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]")


def has_tags(data: str) -> bool:
    """Whether a text has tags other than line breaks."""
    return TAG.search(_BREAK.sub("", data)) is not None


def shown(data: str, *, tagged: bool) -> str:
    """A text as it is written: `tagged` says that it, or its source, has tags."""
    if tagged:
        return _AMPERSAND.sub("&", data)
    return html.unescape(_BREAK.sub("\n", data))


def written(text: str, *, tagged: bool) -> str:
    """What `shown` was made of, from what a person has made of it. Raises ValueError for tags that no text may have."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not tagged:
        return str(StringValue.from_plaintext(text).data)
    return str(StringValue.from_translated_html(text.replace("\n", "<br/>")).data)


def plain(data: str) -> str:
    """The words of a text."""
    return str(StringValue(data).render_text()) if "<" in data or "&" in data else data


def tags_of(data: str) -> Counter[str]:
    """The tags of a text that a translation needs too, by how often they stand there: links by their ids, others by name."""
    if "<" not in data:
        return Counter()
    return Counter(
        f'a id="{tag["id"]}"' if tag.name == "a" and tag.get("id") else tag.name
        for tag in BeautifulSoup(data, "html.parser").find_all(True)
        if tag.name != "br"
    )


def lost_links(source: str, data: str) -> list[str]:
    """The words of the source's links that a translation has not."""
    wanted = BeautifulSoup(source, "html.parser").find_all("a", id=True) if "<" in source else []
    return [tag.get_text() for tag in wanted if tag["id"] not in _LINK.findall(data)]


def faults(source: str, data: str) -> list[str]:
    """Why a text cannot stand for the source's: links that are lost, doubled or made up."""
    ours, theirs = _LINK.findall(source), Counter(_LINK.findall(data))
    said = [_("The link “%(words)s” is missing.") % {"words": words} for words in lost_links(source, data)]
    said += [_("There is no link %(name)s in the original.") % {"name": name} for name in theirs if name not in ours]
    said += [
        _("The link %(name)s stands there more than once.") % {"name": name}
        for name, times in theirs.items()
        if name in ours and times > ours.count(name)
    ]
    return said


def without_unknown_links(source: str, data: str) -> str:
    """A text less the links that the source has not: their words stay."""
    known = set(_LINK.findall(source))
    soup = BeautifulSoup(data, "html.parser")
    for tag in soup.find_all("a"):
        if tag.get("id") not in known:
            tag.unwrap()
    return str(soup)

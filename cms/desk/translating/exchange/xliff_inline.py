"""Inline HTML as XLIFF's inline codes, and back (XLIFF 2.1, 4.7): paired tags are `pc`, line breaks `ph`."""

import html
from collections import Counter
from typing import Any, Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.utils.translation import gettext as _
from lxml import etree
from wagtail_localize.strings import INLINE_TAGS

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
_SUBTYPES: Final = {"b": "xlf:b", "i": "xlf:i", "br": "xlf:lb"}
_NAMES: Final = {subtype: name for name, subtype in _SUBTYPES.items()}
# What XML 1.0 cannot hold, and what its readers would change.
_ALLOWED_CONTROLS: Final = "\t\n"


class UnknownCodeError(ValueError):
    """A code that the source has not, and that says not what it is."""


def write(parent: Any, data: str) -> None:
    """Puts a text into a `source` or `target` element."""
    _Writer().put(parent, BeautifulSoup(data, "html.parser"))


def codes_of(data: str) -> dict[str, str]:
    """The tags of a text by the ids that `write` gives them."""
    parent = etree.Element(f"{{{NAMESPACE}}}source")
    writer = _Writer()
    writer.put(parent, BeautifulSoup(data, "html.parser"))
    return writer.codes


def read(element: Any, codes: dict[str, str]) -> str:
    """The inline HTML of a `source` or `target`. Raises UnknownCodeError. `codes` are those of the source."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_read_child(child, codes))
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _read_child(child: Any, codes: dict[str, str]) -> str:
    kind = etree.QName(child).localname
    if kind == "pc":
        tag = _tag(child, codes)
        return f"{_opening(tag)}{read(child, codes)}</{tag.split(' ')[0]}>"
    if kind == "sc":
        return _opening(_tag(child, codes))
    if kind == "ec":
        start = child.get("startRef") or child.get("id") or ""
        return f"</{_tag(child, codes, start).split(' ')[0]}>"
    if kind == "ph":
        if _tag(child, codes) != "br":
            raise UnknownCodeError(_said(child))
        return "<br/>"
    if kind == "cp":
        return html.escape(chr(int(child.get("hex", "20"), 16)), quote=False)
    # Annotations (mrk, sm, em) are about words, and say none.
    return read(child, codes) if kind == "mrk" else ""


def _tag(element: Any, codes: dict[str, str], key: str = "") -> str:
    """The tag that a code stands for, with its id where it has one."""
    known = codes.get(key or element.get("id", ""))
    if known is not None:
        return known
    subtype = element.get("subType", "")
    name = str(_NAMES.get(subtype, subtype.partition(":")[2]))
    if name not in INLINE_TAGS or name == "a":
        raise UnknownCodeError(_said(element))
    return name


def _said(element: Any) -> str:
    return _("the original has no code “%(key)s”.") % {"key": element.get("id") or element.get("startRef") or ""}


def _opening(tag: str) -> str:
    return f"<{tag}>"


class _Writer:
    """Gives codes their ids: links their own, others by their number among those of their kind."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self._times: Counter[str] = Counter()

    def put(self, parent: Any, node: Any) -> None:
        """Appends the children of a parsed text."""
        for child in node.children:
            if isinstance(child, NavigableString):
                _append(parent, str(child))
            elif isinstance(child, Tag):
                self._code(parent, child)

    def _code(self, parent: Any, tag: Tag) -> None:
        name, key = tag.name, tag.get("id")
        self._times[name] += 1
        code = str(key) if key else f"{name}-{self._times[name]}"
        self.codes[code] = f'{name} id="{key}"' if key else name
        if name == "a":
            attributes = {"id": code, "type": "link", "canCopy": "no", "canDelete": "no"}
        else:
            attributes = {"id": code, "type": "fmt", "subType": _SUBTYPES.get(name, f"html:{name}")}
        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{'ph' if name == 'br' else 'pc'}", attributes)
        if name != "br":
            self.put(element, tag)


def _append(parent: Any, text: str) -> None:
    run = ""
    for letter in text:
        if _is_allowed(letter):
            run += letter
            continue
        _append_run(parent, run)
        run = ""
        etree.SubElement(parent, f"{{{NAMESPACE}}}cp", {"hex": f"{ord(letter):04X}"})
    _append_run(parent, run)


def _append_run(parent: Any, text: str) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _is_allowed(letter: str) -> bool:
    code = ord(letter)
    return letter in _ALLOWED_CONTROLS or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF

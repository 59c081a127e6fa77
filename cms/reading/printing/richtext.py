"""A payload's clean HTML as a tree of plain values, for a typesetter that must never read it as markup of its own."""

import re
from html.parser import HTMLParser
from typing import Any, Final

Node = str | dict[str, Any]

_NAMES: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "a": "a"}
_BLOCKS: Final = frozenset({"p", "ul", "ol", "li", "h2", "h3", "h4", "blockquote"})
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_LINKS: Final = ("https://", "http://", "mailto:", "tel:")


def tree(html: str) -> list[Node]:
    """Nodes `{"t": tag, "c": children}` and texts, in order; links have `href`.

    Tags are p, ul, ol, li, h2, h3, h4, blockquote, strong, em, a and br. Any other is left out and its words kept.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.nodes


class _Reader(HTMLParser):
    """Builds the tree. What is left open is closed by what closes around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self._open: list[tuple[str, list[Node]]] = [("", self.nodes)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._open[-1][1].append({"t": "br"})
            return
        name = tag if tag in _BLOCKS else _NAMES.get(tag)
        href = dict(attrs).get("href") or ""
        if name is None or (name == "a" and not href.startswith(_LINKS)):
            return
        node: dict[str, Any] = {"t": name, "c": [], **({"href": href} if name == "a" else {})}
        self._open[-1][1].append(node)
        self._open.append((tag, node["c"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _ in self._open}:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", data)
        inside = self._open[-1][0]
        if text.strip() or (text and inside not in {"", "ul", "ol"}):
            self._open[-1][1].append(text)

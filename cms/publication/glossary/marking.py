"""Marks the first occurrence of each term in an edition's rich text.

The mark is a `<span>` with the term's id: neutral, so that every site decides what it becomes. `<dfn>` would claim that the
definition stands there, `<abbr title>` that the words are an abbreviation, and few readers can reach a title.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from .lexicon import Lexicon, LexiconEntry

# A mark in clean HTML: the term's id, and the words marked.
MARK: Final = re.compile(r'<span class="term" data-term="([0-9a-f-]{36})">(.*?)</span>', re.DOTALL)
# Nothing is marked in a link or heading, nor twice.
_CLOSED: Final = re.compile(r"<(a|h[1-6]|span)\b.*?</\1>", re.DOTALL)
# As a page shows them; what else there is comes after.
_FIRST: Final = ("introduction", "video", "body", "chapters")


class Marking:
    """The marking of one edition: terms once marked are not marked again."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._seen: set[str] = set()
        self._marked: list[LexiconEntry] = []

    @property
    def terms(self) -> list[LexiconEntry]:
        """The terms marked, in alphabetical order."""
        return sorted(self._marked, key=lambda entry: (entry.key, entry.id))

    def references(self) -> list[dict[str, Any]]:
        """What a payload says of the terms marked."""
        return [
            {"id": term.id, "name": term.name, "definition": term.definition, "address": term.address}
            for term in self.terms
        ]

    def content(self, content: dict[str, Any]) -> dict[str, Any]:
        """The content with its rich text marked. What is given stays as it is."""
        if not self._lexicon:
            return content
        order = [*(name for name in _FIRST if name in content), *(name for name in content if name not in _FIRST)]
        marked = {name: rewritten(content[name], self.html) for name in order}
        return {name: marked[name] for name in content}

    def html(self, html: str) -> str:
        """Clean HTML with its terms marked."""
        self._seen.update(term for term, _ in MARK.findall(html))
        parts, done = [], 0
        closed = [match.span() for match in _CLOSED.finditer(html)]
        for start, end, entry in self._lexicon.matches(html, self._seen):
            if entry.id not in self._seen and not any(first <= start < last for first, last in closed):
                self._seen.add(entry.id)
                self._marked.append(entry)
                parts += [html[done:start], f'<span class="term" data-term="{entry.id}">', html[start:end], "</span>"]
                done = end
        return "".join([*parts, html[done:]]) if parts else html


def rewritten(node: Any, change: Callable[[str], str]) -> Any:
    """The node with the HTML of all rich text in it changed, from first to last. What is given stays as it is."""
    if isinstance(node, dict):
        if node.keys() == {"html", "plain"}:
            return {**node, "html": change(node["html"])}
        return {name: rewritten(value, change) for name, value in node.items()}
    return [rewritten(member, change) for member in node] if isinstance(node, list) else node

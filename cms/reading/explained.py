"""The terms that are marked in the text of an item's page.

A marked word leads to its explanation at the end of the same page, and from there back: that works with a keyboard, a screen
reader and on paper, where a tooltip does not.
"""

import re
from typing import Any, Final

from cms.publication.glossary.addresses import anchor_of

Value = dict[str, Any]
_MARK: Final = re.compile(r'<span class="term" data-term="([0-9a-f-]{36})">(.*?)</span>', re.DOTALL)


def with_links(payload: Value) -> Value:
    """A payload whose marked words are links to their explanations; for one without any, the payload itself."""
    explained = {term["id"] for term in payload.get("terms", ())}

    def linked(match: re.Match[str]) -> str:
        term, words = match.groups()
        if term not in explained:
            return words
        return f'<a class="term" id="use-{term}" href="#{anchor_of(term)}">{words}</a>'

    def walked(node: Any) -> Any:
        if isinstance(node, dict):
            if node.keys() == {"html", "plain"}:
                return {**node, "html": _MARK.sub(linked, node["html"])}
            return {name: walked(value) for name, value in node.items()}
        return [walked(member) for member in node] if isinstance(node, list) else node

    return dict(walked(payload)) if explained else payload

"""The terms that are marked in the text of an item's page.

A marked word leads to its explanation at the end of the same page, and from there back: that works with a keyboard, a screen
reader and on paper, where a tooltip does not.
"""

import re
from functools import partial
from typing import Any

from cms.publication.glossary.marking import MARK, rewritten
from cms.publication.glossary.term_addresses import anchor_of

Value = dict[str, Any]


def with_links(payload: Value) -> Value:
    """A payload whose marked words are links to their explanations; for one without any, the payload itself."""
    explained = {term["id"] for term in payload.get("terms", ())}

    def linked(match: re.Match[str]) -> str:
        term, words = match.groups()
        if term not in explained:
            return words
        return f'<a class="term" id="use-{term}" href="#{anchor_of(term)}">{words}</a>'

    return dict(rewritten(payload, partial(MARK.sub, linked))) if explained else payload

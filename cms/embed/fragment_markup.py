"""A reading page's markup made fit for somebody else's page: its headings come below that page's, and its ids are its own."""

import re
from typing import Final

_TAG: Final = re.compile(r"</?[a-zA-Z][^>]*>")
_HEADING: Final = re.compile(r"^(</?h)([1-5])\b")
_IDS: Final = re.compile(r'(?<=\s)(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
_ANCHOR: Final = re.compile(r'(?<=\shref="#)')


def fitted(markup: str, mark: str) -> str:
    """The markup with every heading one rank lower, and with ids that begin with `mark`. Text is left as it is."""

    def own_ids(match: re.Match[str]) -> str:
        return f'{match[1]}="{" ".join(f"{mark}-{one}" for one in match[2].split())}"'

    def tag(match: re.Match[str]) -> str:
        lower = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", match[0])
        return _ANCHOR.sub(f"{mark}-", _IDS.sub(own_ids, lower))

    return _TAG.sub(tag, markup)

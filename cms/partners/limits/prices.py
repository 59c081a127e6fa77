"""What an answer costs, in tokens: little where it is in memory, more where somebody has to make it (docs/partners.md)."""

import re
from typing import Final

FROM_MEMORY: Final = 1
MADE: Final = 5
# Requests whose work is dearer than reading; the first that fits decides.
_DEARER: Final = tuple(
    (re.compile(pattern), price)
    for pattern, price in (
        (r"/(?:(?:cy|en)/print|preview)/.*\.pdf\Z", 100),
        (r"/(?:partners/keys|partneriaid/allweddi)/", 20),
        (r"/api/v1/[^/]*/search\Z|/embed/[^/]*/search/?\Z|/(?:cy/(?:chwilio|search)|en/search)/?\Z", 10),
    )
)
# Units of a GraphQL query's cost that are one token.
_UNITS: Final = 10
# What is not counted: the admin has its own ways with those who try too often, and style sheets are of a page.
_FREE: Final = ("/admin", "/static/", "/media/")


def is_free(path: str) -> bool:
    """Whether what is asked for at a path costs nobody anything."""
    return path.startswith(_FREE)


def price_of(path: str, cost: int | None) -> int:
    """The price of an answer from `path` that was made anew; `cost` is a GraphQL query's."""
    if cost is not None:
        return max(MADE, cost // _UNITS)
    return next((price for pattern, price in _DEARER if pattern.match(path)), MADE)

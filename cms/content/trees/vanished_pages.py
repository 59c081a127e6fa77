"""Pages of a list are read in several queries: what somebody deletes between them is not in the list.

Wagtail reads which pages there are, and then each type's own rows: where one of them had gone meanwhile, the explorer of
everybody else ended in a failure of the server.
"""

from collections.abc import Iterator
from functools import wraps
from typing import Any, Final

from wagtail.query import SpecificIterable

# Times that a list is read before it is given up: each time somebody else has deleted one of its pages in between.
_TIMES: Final = 10


def install() -> None:
    """Has such a list read again, from its beginning, until all that is in it is there."""
    read = SpecificIterable.__iter__

    @wraps(read)
    def read_again(self: SpecificIterable) -> Iterator[Any]:
        if self.chunked_fetch:  # what was given of it cannot be taken back
            return read(self)
        for _ in range(_TIMES):
            try:
                return iter(list(read(self)))
            except KeyError:
                continue
        return read(self)

    SpecificIterable.__iter__ = read_again

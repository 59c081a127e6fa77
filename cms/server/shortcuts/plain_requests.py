"""Requests that mean what they say: a first line in which nothing is encoded, and all of the request there."""

import re
from typing import Final

# Bytes of a request beyond which it is none of these.
LONGEST: Final = 2_000
# No part of the path could be a host, and nothing in it stands for something else.
_FIRST_LINE: Final = re.compile(
    rb"GET (?P<path>/(?!/)[A-Za-z0-9/_.~-]*)(?:\?(?P<query>[A-Za-z0-9/_.~=&,:%+*-]*))? HTTP/1\.1\r\n"
)
_END: Final = b"\r\n\r\n"


def first_line(data: bytes) -> re.Match[bytes] | None:
    """The first line of what may be such a request, with its `path` and `query`."""
    return _FIRST_LINE.match(data) if len(data) <= LONGEST else None


def rest_of(data: bytes) -> bytes:
    """What follows the first line of a request that came whole and alone; nothing where that is not certain."""
    found = first_line(data)
    if found is None or data.find(_END, found.end() - 2) != len(data) - len(_END):
        return b""
    # A reader may take half a line's end for a whole one, and two requests for what is one here.
    ends = data.count(b"\r\n")
    return data[found.end() :] if data.count(b"\r") == data.count(b"\n") == ends else b""

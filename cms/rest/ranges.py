"""Parts of a file (RFC 9110, 14): one range of bytes, or all of it; never more of it in memory than one block."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.http import FileResponse, HttpRequest
from django.utils.http import parse_http_date_safe

from cms.http import messages
from cms.http.problems.problem import Problem

# Several ranges at once, other units and what cannot be read are ignored, as the standard allows: the answer is the file.
_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """`length` bytes from `start` on; `asked` where they were asked for as a range, be it the whole file."""

    start: int
    length: int
    asked: bool = False


def asked_part(request: HttpRequest, size: int, tag: str, modified: datetime | None) -> Part:
    """What a GET asks for of a file of `size` bytes. Raises Problem (416) for a range that begins after its end."""
    whole = Part(0, size)
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or not _still_the_same(request.headers.get("If-Range"), tag, modified):
        return whole
    first, last, suffix = match.groups()
    if suffix is not None:
        length = min(int(suffix), size)
        start, end = size - length, size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return whole
    if start >= size or end < start:
        headers = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        raise Problem("range-not-satisfiable", messages.NO_SUCH_RANGE, {"bytes": size}, headers)
    return Part(start, end - start + 1, asked=True)


def _still_the_same(condition: str | None, tag: str, modified: datetime | None) -> bool:
    """Whether the client's If-Range, a strong tag or the exact date, is of the file as it is."""
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition.strip() == f'"{tag}"'
    date = parse_http_date_safe(condition)
    return date is not None and modified is not None and int(modified.timestamp()) == date


class PartOfFile:
    """The bytes of a part, read from an open file as they are asked for."""

    def __init__(self, file: IO[bytes] | Any, part: Part) -> None:
        self._file, self._left = file, part.length
        file.seek(part.start)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        data: bytes = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class Streamed(FileResponse):
    """A response that hands on one block after the other."""

    block_size = 65_536

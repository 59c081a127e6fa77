"""Requests: tried again where that may help, conditional where an answer is remembered, compressed."""

import gzip
import json
import random
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import IO, Any, Final, Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, build_opener

from .problems import BrokenOff, NoAnswer, Problem, problem_of

Parameters = Mapping[str, Any]
_LARGEST_REMEMBERED: Final = 500_000
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
LONGEST_WAIT: Final = 120.0
"""Seconds that it waits at a server's word; where it is told to wait longer, the problem is raised instead."""
NETWORK_ERRORS: Final = (OSError, HTTPException, EOFError, zlib.error)
"""What reading an answer raises where the connection breaks; a compressed one then ends too soon."""


class Opener(Protocol):
    """What opens an address, as urllib's openers do."""

    def open(self, fullurl: Request, data: None = None, timeout: float = ...) -> Any: ...


class Transport:
    """Asks an API below one address. `language` is that of problems where the address asked has none."""

    def __init__(
        self,
        url: str,
        *,
        language: str = "en",
        key: str | None = None,
        timeout: float = 60.0,
        attempts: int = 6,
        remembered: int = 128,
        opener: Opener | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"Not the address of an API: {url}")
        path = parts.path.rstrip("/")
        self.base = f"{parts.scheme}://{parts.netloc}{path if path.endswith('/api/v1') else path + '/api/v1'}/"
        self._headers = {"Accept-Language": language, "Accept-Encoding": "gzip", "User-Agent": "cynnwys-python/0.2"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout, self._attempts, self.sleep = timeout, attempts, sleep
        self._opener: Opener = opener or build_opener()
        self._remembered: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._most_remembered = remembered

    def get(self, path: str, parameters: Parameters | None = None, *, once: bool = False) -> Any:
        """The JSON at an address. Where it has not changed since it was last asked for, only that is sent.

        With `once` nothing is remembered, and caches on the way are to ask whether they are up to date.
        """
        url = self._address(path, parameters)
        etag, body = self._remembered.get(url, ("", b""))
        headers = {"If-None-Match": etag} if etag else {}
        if once:
            headers["Cache-Control"] = "no-cache"
        for attempt in range(self._attempts):
            try:
                with self._open(url, headers) as answer:
                    if answer.status != 304:
                        body = _plain(answer).read()
                    given = json.loads(body)  # what was cut off is none, whatever its headers said
                    if answer.status != 304:
                        self._remember(url, "" if once else answer.headers.get("ETag", ""), body)
                    return given
            except (*NETWORK_ERRORS, ValueError) as error:
                self._pause(url, attempt, error)
        raise AssertionError("unreachable")

    @contextmanager
    def lines(self, path: str, parameters: Parameters | None = None, accept: str = "*/*") -> Iterator[Iterator[Any]]:
        """The JSON of each line at an address, one by one as they come. Raises BrokenOff where they end too soon."""
        url = self._address(path, parameters)
        for attempt in range(self._attempts):
            try:
                answer = self._open(url, {"Accept": accept})
                break
            except NETWORK_ERRORS as error:
                self._pause(url, attempt, error)
        with answer:
            yield _parsed(_plain(answer), url)

    def _address(self, path: str, parameters: Parameters | None) -> str:
        given = {name: _written(value) for name, value in (parameters or {}).items() if value is not None}
        return urljoin(self.base, path) + (f"?{urlencode(given)}" if given else "")

    def _open(self, url: str, headers: Mapping[str, str]) -> Any:
        """An answer to be read, or 304; a problem is raised."""
        request = Request(url, headers={**self._headers, **headers})  # noqa: S310 - the scheme was looked at
        try:
            return self._opener.open(request, timeout=self._timeout)
        except HTTPError as error:
            if error.code == 304:
                return error
            with error:
                raise _refusal(error) from None

    def _pause(self, url: str, attempt: int, error: BaseException) -> None:
        """Waits before it is tried again; raises where it has been tried often enough, or is to wait too long."""
        wanted = error.retry_after if isinstance(error, _Transient) else None
        if attempt + 1 == self._attempts or (wanted or 0) > LONGEST_WAIT:
            raise error.problem if isinstance(error, _Transient) else NoAnswer(f"{url}: {error!r}") from error
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt) * random.uniform(0.5, 1)  # noqa: S311 - spreads requests
        self.sleep(pause if wanted is None else wanted + pause)

    def _remember(self, url: str, etag: str, body: bytes) -> None:
        self._remembered.pop(url, None)
        if etag and len(body) < _LARGEST_REMEMBERED:
            self._remembered[url] = (etag, body)
        while len(self._remembered) > self._most_remembered:
            self._remembered.popitem(last=False)


class _Transient(OSError):
    """A problem that may be over soon."""

    def __init__(self, problem: Problem, retry_after: float | None) -> None:
        super().__init__(str(problem))
        self.problem, self.retry_after = problem, retry_after


def _refusal(error: HTTPError) -> Exception:
    """What is raised for a status that is an error: a problem, transient or not."""
    try:
        members = json.loads(_plain(error).read())
    except (ValueError, *NETWORK_ERRORS):
        members = {}
    if not isinstance(members, dict):
        members = {}
    wait = _seconds(error.headers.get("Retry-After"))
    problem = problem_of({"title": error.reason, **members, "status": error.code}, wait)
    return _Transient(problem, wait) if problem.may_pass else problem


def _plain(answer: Any) -> IO[bytes]:
    """What can be read of an answer, decompressed."""
    compressed = answer.headers.get("Content-Encoding", "").lower() == "gzip"
    return gzip.GzipFile(fileobj=answer) if compressed else answer  # type: ignore[return-value]


def _parsed(lines: IO[bytes], url: str) -> Iterator[Any]:
    try:
        for line in lines:
            yield json.loads(line)
    except (*NETWORK_ERRORS, ValueError) as error:
        raise BrokenOff(f"{url}: {error!r}") from error


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else ",".join(map(str, value)) if _is_several(value) else str(value)


def _is_several(value: Any) -> bool:
    return isinstance(value, (list, tuple, set, frozenset))


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After in seconds, whether it is a number or a moment (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

"""Brings a copy into step with the API: all of it once, then what changed, until there is nothing new."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, Final
from urllib.parse import urlencode

from .client import Client, Language
from .copy import Copy, Edition, Overtaken
from .models import Change
from .problems import BeginAgain, BrokenOff, NoAnswer

LANGUAGES: Final[tuple[Language, ...]] = ("cy", "en")
AT_ONCE: Final = 100
"""Changes that are taken up in one commit; as many as can be asked for by their ids."""
_ATTEMPTS: Final = 8
_FIRST_PAUSE: Final = 0.2


def sync(api: Client, copy: Copy, *, wait: int = 0, **filters: Any) -> int:
    """Brings a copy into step; returns the number of its last change.

    Whenever it dies, the copy is as it was after some commit, and the next call goes on from there. Where its place in the log
    is known no more, it becomes equal to the source again in one commit, and readers have what was there until then.

    `wait`: seconds (30 at most) to wait for something new where the copy is in step already; call it again and again.
    `filters` narrow the copy: `lang="cy"`, `type=["guide", "term"]`, `audience`, `topic`, `section`. With others than before it
    begins again.
    """
    failed, step = 0, _Step.MORE
    while step != _Step.DONE:
        try:
            step = _next(api, copy, wait, filters, may_begin=step != _Step.BEGUN)
            failed = wait = 0
        except Overtaken:
            continue
        except (_Behind, BrokenOff) as error:
            failed += 1
            if failed == _ATTEMPTS:
                raise error if isinstance(error, NoAnswer) else NoAnswer(f"{api.transport.base}: {error}") from None
            api.transport.sleep(_FIRST_PAUSE * 2**failed)
    return copy.last_change


class _Step(Enum):
    """What was done of it: an export taken up, or a page of changes after which there may be more, or is nothing new."""

    BEGUN = auto()
    MORE = auto()
    DONE = auto()


class _Behind(Exception):
    """A cache on the way gave what was before a change that has been told of."""


def _next(api: Client, copy: Copy, wait: int, filters: Mapping[str, Any], *, may_begin: bool) -> _Step:
    """Takes up one export or one page of changes."""
    place, narrowed = copy.token, _narrowed(filters)
    token, _, narrowed_before = (place or "").partition("?")
    if place is None or narrowed_before != narrowed:
        return _begin(api, copy, place, filters)
    try:
        page = api.changes_page(token, wait=wait, limit=AT_ONCE, **filters)
    except BeginAgain:
        if may_begin:
            return _begin(api, copy, place, filters)
        raise
    if page["token"] != token:
        editions, removed = _taken_up(api, page["items"], filters)
        copy.apply(editions, removed, _place(page["token"], narrowed), place)
    return _Step.MORE if page["more"] else _Step.DONE


def _begin(api: Client, copy: Copy, place: str | None, filters: Mapping[str, Any]) -> _Step:
    """Takes up the whole export. What changed while it was sent is told of next."""
    token = ""

    def editions() -> Iterator[Edition]:
        nonlocal token
        for line in api.export(**filters):
            if "id" in line:
                yield from _editions(line)
            else:
                token = line["token"]

    def place_after() -> str:
        if not token:
            raise BrokenOff(f"{api.transport.base}: the export broke off")
        return _place(token, _narrowed(filters))

    copy.replace(editions(), place_after, place)
    return _Step.BEGUN


def _taken_up(
    api: Client, changes: list[Change], filters: Mapping[str, Any]
) -> tuple[list[Edition], list[tuple[str, Language]]]:
    """What is to be put and what is to be removed after some changes."""
    wanted = {
        (change["id"], state["language"]): state["version"] or 0
        for change in changes
        for state in change["languages"]
        if state["state"] == "published"
    }
    ids = sorted({id for id, _ in wanted})
    types = {change["id"]: change["type"] for change in changes}
    found = api.some_items(ids, lang=filters.get("lang")) if ids else []
    editions = [edition for both in found for edition in _editions({"type": types[both["id"]], **both})]
    given = {(edition.id, edition.language): edition.payload["version"] for edition in editions}
    if any(given.get(key, -1) < version for key, version in wanted.items()):
        raise _Behind("answers stay older than the changes told of")
    everything = ((change["id"], language) for change in changes for language in LANGUAGES)
    return editions, [key for key in everything if key not in given]


def _editions(both: Mapping[str, Any]) -> Iterator[Edition]:
    for language in LANGUAGES:
        if payload := both.get(language):
            yield Edition(both["id"], language, both["type"], payload)


def _narrowed(filters: Mapping[str, Any]) -> str:
    return urlencode(sorted(filters.items()), doseq=True)


def _place(token: str, narrowed: str) -> str:
    return f"{token}?{narrowed}" if narrowed else token

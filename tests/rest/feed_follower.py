"""A partner that keeps a copy by following the changes, as docs/recipes/keep-a-copy.md says; and the export beside it."""

import json
import re
from typing import Any

from cms.content.languages import CODES
from tests.rest.conftest import ApiClient

# The lines of the export by id: an entry of the changes and what it is of, byte for byte.
Lines = dict[str, bytes]


def exported(query: str = "") -> tuple[Lines, str]:
    """All there is, and the token to follow from."""
    response = ApiClient().read(f"export{query}")
    *lines, last = b"".join(response.streaming_content).splitlines()
    end = json.loads(last)
    assert end == {"token": end["token"], "items": len(lines)}
    return {json.loads(line)["id"]: line for line in lines}, end["token"]


def but_for_what(lines: Lines) -> Lines:
    """The same without what happened last: a message says that an item has moved also where it has changed since (ADR 55)."""
    return {item: re.sub(rb'"what":"[a-z]+",', b"", line, count=1) for item, line in lines.items()}


class Refused(Exception):
    """The token cannot be followed from."""


class FeedFollower:
    """`lines` are its copy, `token` how far it has come; `seen` is what it was told, in that order."""

    def __init__(self, limit: int = 100, query: str = "", lines: Lines | None = None, token: str = "") -> None:
        self.seen: list[dict[str, Any]] = []
        self._api, self._limit, self._query = ApiClient(), limit, query
        self._begin(lines or {}, token)

    def _begin(self, lines: Lines, token: str) -> None:
        self.lines, self.token = dict(lines), token
        self._versions = {item: json.loads(line)["version"] for item, line in lines.items()}

    def copy(self, limit: int = 0) -> "FeedFollower":
        """Another that has come as far."""
        return FeedFollower(limit or self._limit, self._query, self.lines, self.token)

    def begin_again(self) -> None:
        """Takes all there is, as who was refused does."""
        self._begin(*exported())

    def follow(self, meanwhile: Any = None) -> None:
        """Takes in all that changed."""
        while self.follow_once(meanwhile):
            pass

    def follow_once(self, meanwhile: Any = None) -> bool:
        """Takes in a page, and says whether there is more.

        Where something goes on `meanwhile`, that is called between any two requests, and entries are taken one by one.
        """
        page = self.page()
        if meanwhile is None:
            self.take(*page["items"])
        else:
            for entry in page["items"]:
                meanwhile()
                self.take(entry)
            meanwhile()
        self.token = page["token"]
        return bool(page["more"])

    def page(self) -> dict[str, Any]:
        """What comes next. Raises Refused."""
        since = f"&since={self.token}" if self.token else ""
        response = self._api.read(f"changes?limit={self._limit}{since}{self._query}")
        if response.status_code == 410:
            raise Refused
        assert response.status_code == 200, response.content
        page: dict[str, Any] = response.json()
        return page

    def take(self, *entries: dict[str, Any]) -> None:
        """Takes in entries, but for those of which it has something newer."""
        self.seen += entries
        newer = {}
        for entry in entries:
            if entry["version"] >= self._versions.get(entry["id"], 0):
                self._versions[entry["id"]] = entry["version"]
                newer[entry["id"]] = entry
        public = {item for item, entry in newer.items() if "published" in {one["state"] for one in entry["languages"]}}
        whole = self._whole(public, next(iter(newer.values()))["languages"]) if public else {}
        for item, entry in newer.items():
            if item in whole:
                line = {**entry, **whole[item]}
                self.lines[item] = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
            else:
                self.lines.pop(item, None)

    def _whole(self, ids: set[str], languages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """What there is now of items in the languages that it is told of. An old entry may be of what is gone by now."""
        wanted = [one["language"] for one in languages]
        found = self._api.read(f"items?id={','.join(sorted(ids))}&lang={','.join(wanted)}").json()["items"]
        whole: dict[str, dict[str, Any]] = {
            one["id"]: {code: one[code] for code in CODES if code in wanted} for one in found
        }
        return {item: both for item, both in whole.items() if any(both.values())}

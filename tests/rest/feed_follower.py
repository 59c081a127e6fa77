"""A partner that keeps a copy by following the changes, as docs/recipes/keep-a-copy.md says; and the export beside it."""

import json
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


class FeedFollower:
    """`lines` are its copy, `token` how far it has come; `seen` is what it was told, in that order."""

    def __init__(self, limit: int = 100, query: str = "", lines: Lines | None = None, token: str = "") -> None:
        self.lines, self.token, self.seen = dict(lines or {}), token, list[dict[str, Any]]()
        self._versions = {item: json.loads(line)["version"] for item, line in self.lines.items()}
        self._api, self._limit, self._query = ApiClient(), limit, query

    def copy(self) -> "FeedFollower":
        """Another that has come as far."""
        return FeedFollower(self._limit, self._query, self.lines, self.token)

    def follow(self, meanwhile: Any = bool) -> None:
        """Takes in all that changed. `meanwhile` is called between any two requests."""
        more = True
        while more:
            page = self.page()
            for entry in page["items"]:
                meanwhile()
                self.take(entry)
            self.token, more = page["token"], page["more"]
            meanwhile()

    def page(self) -> dict[str, Any]:
        """What comes next."""
        since = f"&since={self.token}" if self.token else ""
        response = self._api.read(f"changes?limit={self._limit}{since}{self._query}")
        assert response.status_code == 200, response.content
        page: dict[str, Any] = response.json()
        return page

    def take(self, entry: dict[str, Any]) -> None:
        """Takes in one entry, unless what it has is newer."""
        self.seen.append(entry)
        item = entry["id"]
        if entry["version"] < self._versions.get(item, 0):
            return
        self._versions[item] = entry["version"]
        public = [one["language"] for one in entry["languages"] if one["state"] == "published"]
        if public:
            self.lines[item] = self._line(entry)
        else:
            self.lines.pop(item, None)

    def _line(self, entry: dict[str, Any]) -> bytes:
        wanted = [one["language"] for one in entry["languages"]]
        found = self._api.read(f"items?id={entry['id']}&lang={','.join(wanted)}").json()["items"]
        whole = {code: found[0][code] if found else None for code in CODES if code in wanted}
        return json.dumps({**entry, **whole}, ensure_ascii=False, separators=(",", ":")).encode()

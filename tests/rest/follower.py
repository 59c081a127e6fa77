"""A partner that keeps a copy, as docs/rest.md says: the changes since a version, then the manifest."""

from collections.abc import Iterator
from typing import Any

from cms.content.languages import CODES
from tests.rest.conftest import ApiClient

HOST = "https://api.example.test"
Copy = dict[tuple[str, str], dict[str, Any]]


class Follower:
    """`copy` holds payloads by id and language; `media` digests by id."""

    def __init__(self, limit: int = 3) -> None:
        self.copy: Copy = {}
        self.media: dict[str, str] = {}
        self.fetched_singly = 0
        self._api, self._limit = ApiClient(), limit
        self._seen = {(language, name): 0 for language in CODES for name in ("items", "terms")}

    def follow(self, meanwhile: Any = bool) -> None:
        """Brings the copy up to date. `meanwhile` is called between any two requests."""
        for (language, name), seen in self._seen.items():
            full = "&fields=full" if name == "items" else ""
            address = f"{language}/{name}?sort=version&changed_since={seen}{full}&limit={self._limit}"
            for one in self._walk(address, meanwhile):
                self.copy[one["id"], language] = one
                self._seen[language, name] = one["version"]
        entries = list(self._walk(f"manifest?limit={self._limit}", meanwhile))
        public = {(entry["id"], code): one for entry in entries for code, one in entry["languages"].items()}
        for key in self.copy.keys() - public.keys():
            del self.copy[key]
        for key, one in public.items():
            if key not in self.copy or self.copy[key]["version"] != one["version"]:
                self._fetch(key, one["api"])
        self.media = {
            file["id"]: file["digest"] for one in public.values() for file in [*one["files"], *one["pictures"]]
        }

    def _fetch(self, key: tuple[str, str], address: str) -> None:
        """One that changed since its list was read, or is public again as it was."""
        response = self._api.read(address.removeprefix(HOST))
        if response.status_code == 200:
            self.fetched_singly += 1
            self.copy[key] = response.json()
        else:
            self.copy.pop(key, None)

    def _walk(self, address: str | None, meanwhile: Any) -> Iterator[dict[str, Any]]:
        while address:
            page = self._api.read(address.removeprefix(HOST)).json()
            yield from page["items"]
            address = page["next"]
            meanwhile()


def all_there_is() -> Copy:
    """A full read."""
    api = ApiClient()
    return {
        (one["id"], language): one
        for language in CODES
        for address in (f"{language}/items?fields=full&limit=100", f"{language}/terms?limit=100")
        for one in api.read(address).json()["items"]
    }

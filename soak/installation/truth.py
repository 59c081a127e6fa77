"""What any answer has to be: in its language, both halves of a pair of one version, and not older than one given before."""

import json
import re
import threading
import time
from typing import Any

MARKS = {"cy": "Cymraeg", "en": "English"}
# Two processes may give what is in their memories, which ask the database ten times a second each.
SEEN_WITHIN = 0.5
_MARKED = re.compile(r"\b(Cymraeg|English): ")
_TAGS = re.compile(r"</?mark>")


class Truth:
    """What a process of readers has been given so far, by item and language."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._versions: dict[tuple[str, str], tuple[int, float]] = {}
        self._etags: dict[tuple[str, int], str] = {}

    def fault_in_item(self, language: str, body: bytes, etag: str, began: float) -> str:
        """What is wrong with an item; nothing where nothing is."""
        return self._of_payload(json.loads(body), language, etag, began)

    def fault_in_both(self, body: bytes, began: float) -> str:
        """The same, of both languages side by side."""
        both = json.loads(body)
        if not (both["cy"] and both["en"]):
            return f"one language of {both['id']} alone"
        faults = [self._of_payload(both[code], code, "", began) for code in MARKS]
        return "".join(faults) or halves_apart({code: both[code]["title"] for code in MARKS})

    def fault_in_list(self, language: str, body: bytes, began: float) -> str:
        """The same, of each item of a list."""
        return next(
            (fault for one in json.loads(body)["items"] if (fault := self._of_payload(one, language, "", began))), ""
        )

    def _of_payload(self, payload: dict[str, Any], language: str, etag: str, began: float) -> str:
        item, version = payload["id"], payload["version"]
        texts = [payload["title"], payload["summary"]]
        if payload["language"] != language or not all(text.startswith(f"{MARKS[language]}: ") for text in texts):
            return f"{item} in {language}: {payload['language']}, {texts}"
        titles = {one["language"]: one["title"] for one in payload["languages"] if one["title"]}
        if fault := wrong_languages(titles) or halves_apart(titles | {language: payload["title"]}):
            return f"{item}: {fault}"
        return self._older(item, language, version, began) or self._of_etag(f"{item} {language}", version, etag)

    def _older(self, item: str, language: str, version: int, began: float) -> str:
        now = time.time()
        with self._lock:
            newest, at = self._versions.get((item, language), (0, now))
            if version > newest:
                self._versions[item, language] = (version, now)
        if version < newest and began > at + SEEN_WITHIN:
            return f"{item} in {language}: version {version}, {began - at:.1f} s after {newest}"
        return ""

    def _of_etag(self, name: str, version: int, etag: str) -> str:
        if not etag:
            return ""
        with self._lock:
            known = self._etags.setdefault((name, version), etag)
        return "" if known == etag else f"{name}, version {version}: {etag} and {known}"


def fault_in_markup(language: str, body: bytes) -> str:
    """What is wrong with a page or a fragment of one language."""
    found = set(_MARKED.findall(_TAGS.sub("", body.decode())))
    return "" if found == {MARKS[language]} else f"{language}: texts of {found or 'no language'}"


def fault_in_graphql(body: bytes) -> str:
    """The same, of a list of items that names the titles of both languages."""
    told = json.loads(body)
    if "errors" in told:
        return f"{told['errors']}"
    for code in MARKS:
        for node in told["data"][code]["nodes"]:
            titles = {one["language"].lower(): one["title"] for one in node["translations"] if one["title"]}
            if fault := wrong_languages(titles | {code: node["title"]}) or halves_apart(titles | {code: node["title"]}):
                return fault
    return ""


def wrong_languages(titles: dict[str, str]) -> str:
    """Titles that are not of the language which they are said to be of."""
    wrong = {code: title for code, title in titles.items() if not title.startswith(f"{MARKS[code]}: ")}
    return f"titles of another language: {wrong}" if wrong else ""


def halves_apart(titles: dict[str, str]) -> str:
    """Titles of a pair that are not of one version: what follows the language's name is the same in both."""
    ends = {title.partition(": ")[2] for title in titles.values()}
    return f"halves of different versions: {titles}" if len(ends) > 1 else ""

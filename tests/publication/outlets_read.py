"""What every outlet gives readers at one moment, asked as readers ask: REST, GraphQL, lists, search, the log, paper, pages."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

from django.test import Client

from cms.content.languages import CODES, Language, other
from cms.publication.changelog.consumers import follow
from cms.publication.models import Change, Edition, LogHead
from search import engines
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.index_builder import build_index
from search.indexing.indexer import Indexer
from search.querying import facets, rarity
from tests.factories.content import MARKS

from .words_on_pairs import Shown, Texts, WordsOnPairs, texts_of

_TEXT = re.compile(r"(?:English|Cymraeg): \d+\.")
_EACH = "".join(
    f"{code}: items(language: {code.upper()}, first: 100) {{ nodes {{ title summary }} }} " for code in CODES
)


def found_in(text: str) -> set[str]:
    """The versions of which there is a text."""
    return set(_TEXT.findall(text))


class LogRead:
    """What the log has told of pairs since it was last looked at."""

    def __init__(self) -> None:
        self._logged, self._texts = 0, dict[Any, Texts]()

    def check(self, shown: Shown) -> None:
        """Where both languages have had new texts since the last commit, one row of the log says so of both."""
        rows: dict[Any, set[str]] = {}
        for row in Change.objects.filter(version__gt=self._logged).order_by("version"):
            rows.setdefault(row.item, set()).add(row.languages)
            self._logged = row.version
        texts = {item: texts_of(found) for item, found in shown.items()}
        for item, now in texts.items():
            before = self._texts.get(item, {})
            if len(now) == len(CODES) and all(before.get(code) != now[code] for code in CODES):
                assert "cy,en" in rows.get(item, ()), f"{before} became {now} by {rows.get(item)}"
        self._texts = texts


class OutletsRead:
    """Asks them, with an index of its own that follows the log as the worker has it."""

    def __init__(self, said: WordsOnPairs) -> None:
        self._said, self._client = said, Client()
        self._patched = mock.patch.object(engines, "engine", return_value=SqliteEngine(":memory:"))
        self._patched.start()
        build_index()
        self._seen: tuple[Any, ...] = ()
        self._turn = 0

    def close(self) -> None:
        """Ends the index."""
        self._patched.stop()

    def check(self, shown: Shown) -> None:
        """No outlet gives another text than that which is public in its language, and none leaves one out."""
        self._turn += 1
        now = (LogHead.objects.values_list("version", "generation").first(), len(self._said.gone))
        # Nothing that outlets read has changed: all of them are asked each fifth time only.
        if now == self._seen and self._turn % 5:
            return
        follow(Indexer())
        facets.clear_label_cache()
        rarity.forget_counts()
        self._check_lists(shown)
        self._check_items(shown)
        self._check_gone(shown)
        self._seen = (LogHead.objects.values_list("version", "generation").first(), len(self._said.gone))

    def _check_lists(self, shown: Shown) -> None:
        listed = {code: {row.title for row in _of(shown, code) if row.withdrawn_at is None} for code in CODES}
        public = {row.title for code in CODES for row in _of(shown, code)}
        for code in CODES:
            word = MARKS[code].strip(":")
            for address in ("items?limit=100", "items?limit=100&sort=version", f"search?q={word}&limit=50"):
                given = self._read(f"/api/v1/{code}/{address}")
                titles = {text for one in json.loads(given)["items"] for text in found_in(one["title"])}
                _same(titles, listed[code], address)
                _same(found_in(given) - public, set(), address)
        response = self._client.post("/graphql", {"query": f"{{ {_EACH}}}"}, content_type="application/json")
        for code, given in response.json()["data"].items():
            _same(found_in(json.dumps(given, ensure_ascii=False)), listed[code], "GraphQL")
        wanted = {(str(item), code) for item, rows in shown.items() for code in rows}
        manifest = json.loads(self._read("/api/v1/manifest?limit=200"))["items"]
        assert {(one["id"], edition) for one in manifest for edition in one["languages"]} >= wanted
        assert len(manifest) == len(shown) + 1
        _same(found_in(self._read("/api/v1/releases?limit=100")) - public, set(), "releases")

    def _check_items(self, shown: Shown) -> None:
        """Both languages of each side by side; of one of them all that there is."""
        public = {code: {row.title for row in _of(shown, code)} for code in CODES}
        for number, (item, rows) in enumerate(sorted(shown.items())):
            given = json.loads(self._read(f"/api/v1/items/{item}"))
            both = {code: given[code] for code in CODES}
            _same({code: one["title"] for code, one in both.items() if one}, texts_of(rows), "both languages")
            assert all(one["summary"] == one["title"] for one in both.values() if one)
            if (number + self._turn) % len(shown) == 0:
                for code, row in rows.items():
                    self._check_edition(code, row, public[code], rows)

    def _check_edition(self, code: Language, row: Edition, public: set[str], rows: dict[Language, Edition]) -> None:
        told = set(self._said.withdrawn.get(row.item, {}).values())
        twin = {rows[other(code)].title} if other(code) in rows else set[str]()
        for address in (f"/api/v1/{code}/items/{row.item}", row.path, f"/{code}/print/{row.item}/"):
            given = found_in(self._read(address))
            assert row.title in given, address
            assert given <= public | told | twin, f"{address}: {given - public - told - twin}"

    def _check_gone(self, shown: Shown) -> None:
        """What is not public is given by nobody; what was taken down with a notice says so, in both languages."""
        absent = sorted(
            {(item, code) for item in self._said.history for code in CODES if code not in shown.get(item, {})}
        )
        for number, (item, code) in enumerate(absent):
            if (number + self._turn) % 4:
                continue
            response = self._client.get(f"/api/v1/{code}/items/{item}")
            assert response.status_code in {404, 410}
            if (item, code) in self._said.gone:
                assert found_in(response.content.decode()) >= {self._said.gone[item, code]}
            assert self._client.get(f"/{code}/print/{item}/").status_code in {404, 410}

    def _read(self, address: str) -> str:
        response = self._client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response.content.decode()


def _of(shown: Shown, code: Language) -> Iterator[Edition]:
    rows: Iterable[dict[Language, Edition]] = shown.values()
    return (row[code] for row in rows if code in row)


def _same(given: Any, wanted: Any, where: str) -> None:
    assert given == wanted, f"{where}: {given}, not {wanted}"

"""Judged queries over the demo library (tests/search/judged/): how good the first ten hits are in both engines."""

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.conf import settings
from django.test import TestCase

from cms.publication.changelog.log import newest
from demo.loading import identity
from search import engines
from search.engines.interface import Engine
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.document_builder import build_documents, item_batches
from search.querying.searcher import search
from tests.factories.demo import load_demo
from tests.search.elasticsearch_server import shared_elasticsearch
from tests.search.factories import FINGERPRINT

LANGUAGES = ("cy", "en")
FIRST = 10
LEAST = 0.90
NEAR = 0.02
Judgements = dict[str, dict[UUID, int]]


@cache
def judged(language: str) -> Judgements:
    """The grades (1 to 3) of items by query."""
    found: Judgements = defaultdict(dict)
    path = settings.BASE_DIR / "tests" / "search" / "judged" / f"{language}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["query"]][identity.of_item(row["item"])] = int(row["grade"])
    return dict(found)


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain (Järvelin and Kekäläinen 2002), a grade g being worth 2^g - 1."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def ndcg(hits: list[UUID], grades: dict[UUID, int]) -> float:
    """What the order of the first ten is worth, of the best order's."""
    return gain([grades.get(item, 0) for item in hits]) / gain(sorted(grades.values(), reverse=True))


def quality(language: Any) -> tuple[float, list[str]]:
    """The mean over all judged queries of a language, and a line for each that is not perfect."""
    values = {}
    for q, grades in judged(language).items():
        hits = [hit.item for hit in search(language, q, limit=FIRST).hits]
        values[q] = ndcg(hits, grades)
    worst = [f"{value:.2f} {q}" for q, value in sorted(values.items(), key=lambda pair: pair[1]) if value < 1]
    return sum(values.values()) / len(values), worst


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixty_queries_are_judged(language: str) -> None:
    assert len(judged(language)) >= 60


def test_a_perfect_order_is_worth_one_and_nothing_found_is_worth_nothing() -> None:
    best, good, other = (UUID(int=number) for number in range(3))
    assert ndcg([best, good], {best: 3, good: 1}) == 1
    assert ndcg([good, best], {best: 3, good: 1}) < 0.8
    assert ndcg([other], {best: 3}) == 0


@contextmanager
def embedded() -> Iterator[Engine]:
    yield SqliteEngine(":memory:")


@pytest.mark.xdist_group("demo")
class JudgedQueries(TestCase):
    """The demo, indexed in each engine."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_demo()

    def check(self, made: Callable[[], Any]) -> None:
        with made() as engine, patch.object(engines, "engine", lambda: engine):
            with engine.build(FINGERPRINT) as build:
                for items in item_batches():
                    build.write(build_documents(items, newest()))
                build.commit()
            found = {language: quality(language) for language in LANGUAGES}
        for language, (mean, worst) in found.items():
            assert mean >= LEAST, f"{language}: NDCG@10 {mean:.3f}\n" + "\n".join(worst)
        assert found["cy"][0] >= found["en"][0] - NEAR, {language: mean for language, (mean, _) in found.items()}

    def test_the_embedded_engine_finds_what_was_judged_good(self) -> None:
        self.check(embedded)

    @pytest.mark.elasticsearch
    def test_elasticsearch_finds_what_was_judged_good(self) -> None:
        self.check(lambda: shared_elasticsearch("judged"))

"""Judged queries over the demo library (tests/search/judged/ and quality/): how good the first ten hits are in both engines."""

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
# Of the queries in tests/search/quality, by part and language: what was reached on 30 November 2026, less what chance takes.
REACHED = {("develop", "cy"): 0.76, ("develop", "en"): 0.72, ("held", "cy"): 0.62, ("held", "en"): 0.58}
NOTHING_FOUND = 2
NEAR = 0.02
Judgements = dict[str, dict[UUID, int]]


@cache
def judged(language: str, part: str = "") -> Judgements:
    """The grades (1 to 3) of items by query: of the old set, or of a part of the one that was written from the texts."""
    found: Judgements = defaultdict(dict)
    path = settings.BASE_DIR / "tests" / "search" / ("quality" if part else "judged") / f"{language}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not part or row["part"] == part:
                found[row["query"]][identity.of_item(row["item"])] = int(row["grade"])
    return dict(found)


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain (Järvelin and Kekäläinen 2002), a grade g being worth 2^g - 1."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def ndcg(hits: list[UUID], grades: dict[UUID, int]) -> float:
    """What the order of the first ten is worth, of the best order's."""
    return gain([grades.get(item, 0) for item in hits]) / gain(sorted(grades.values(), reverse=True))


def quality(language: Any, part: str = "") -> tuple[float, list[str], int]:
    """The mean over all judged queries of a language, a line for each that is not perfect, and how many find nothing."""
    values, nothing = {}, 0
    for q, grades in judged(language, part).items():
        hits = [hit.item for hit in search(language, q, limit=FIRST).hits]
        values[q], nothing = ndcg(hits, grades), nothing + (not hits)
    worst = [f"{value:.2f} {q}" for q, value in sorted(values.items(), key=lambda pair: pair[1]) if value < 1]
    return sum(values.values()) / len(values), worst, nothing


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_queries_are_judged(language: str) -> None:
    assert len(judged(language)) >= 60
    assert (len(judged(language, "develop")), len(judged(language, "held"))) == (60, 40)


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
            readers = {(part, language): quality(language, part) for part, language in REACHED}
        for language, (mean, worst, _) in found.items():
            assert mean >= LEAST, f"{language}: NDCG@10 {mean:.3f}\n" + "\n".join(worst)
        assert found["cy"][0] >= found["en"][0] - NEAR, {language: mean for language, (mean, *_) in found.items()}
        for part, (mean, _, nothing) in readers.items():
            # Which queries of the held part are answered badly is nobody's to see.
            assert mean >= REACHED[part], (part, mean)
            assert nothing <= NOTHING_FOUND, (part, nothing)

    def test_the_embedded_engine_finds_what_was_judged_good(self) -> None:
        self.check(embedded)

    @pytest.mark.elasticsearch
    def test_elasticsearch_finds_what_was_judged_good(self) -> None:
        self.check(lambda: shared_elasticsearch("judged"))

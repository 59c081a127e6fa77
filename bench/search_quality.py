"""How well searches find what readers look for: the judged queries of tests/search/quality over the demo.

Prints the means by part, language and kind for each engine; of the held part nothing but its means. With `--against` a file
that another version saved, what differs and how likely chance alone makes such a difference. The means of each part are left
in var/search-quality.json, where the metrics find them.

    python -m bench.search_quality [--save FILE] [--against FILE]

The demo is loaded into a database of the run. Elasticsearch is asked too where ELASTICSEARCH_URL is set.
"""

import argparse
import csv
import json
import math
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

FIRST: Final = 10
PARTS: Final = ("develop", "second", "held")
# Of signs that are turned at random: as many as tell 0.001 from 0.01.
_TURNS: Final = 20_000
_SETS: Final = Path(__file__).resolve().parent.parent / "tests" / "search"


@dataclass(frozen=True, slots=True, eq=False)
class JudgedQuery:
    """A query, why it is hard, and the grades (1 to 3) of the items that answer it."""

    q: str
    kind: str
    grades: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """How one query was answered: NDCG and recall of the first ten, whether anything was found, and the best of all first."""

    ndcg: float
    recall: float
    found: bool
    first_right: bool


@cache
def judged(language: str, part: str = "") -> tuple[JudgedQuery, ...]:
    """The queries of a part; without one, of the older set, which the ranking was written with."""
    from demo.loading import identity

    grades: dict[tuple[str, str], dict[UUID, int]] = defaultdict(dict)
    with (_SETS / ("quality" if part else "judged") / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not part or row["part"] == part:
                grades[row["query"], row.get("kind", "")][identity.of_item(row["item"])] = int(row["grade"])
    return tuple(JudgedQuery(q, kind, of_items) for (q, kind), of_items in grades.items())


def gain(grades: Sequence[int]) -> float:
    """Discounted cumulative gain (Järvelin and Kekäläinen 2002), a grade g being worth 2^g - 1."""
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def measured(query: JudgedQuery, hits: Sequence[UUID]) -> Measured:
    """How good the first ten hits of a query are."""
    grades = query.grades
    best = max(grades.values())
    return Measured(
        ndcg=gain([grades.get(item, 0) for item in hits]) / gain(sorted(grades.values(), reverse=True)),
        recall=len(grades.keys() & set(hits[:FIRST])) / min(FIRST, len(grades)),
        found=bool(hits),
        first_right=bool(hits) and grades.get(hits[0], 0) == best,
    )


def answers(language: Any, part: str = "") -> dict[JudgedQuery, Measured]:
    """How the engine in use answers every query of a part."""
    from search.querying.searcher import search

    return {
        one: measured(one, [hit.item for hit in search(language, one.q, limit=FIRST).hits])
        for one in judged(language, part)
    }


def mean(values: Iterator[float] | Sequence[float]) -> float:
    """The mean; of nothing, nothing."""
    some = list(values)
    return sum(some) / len(some) if some else 0.0


def chance(differences: Sequence[float]) -> float:
    """How likely as great a mean difference is if the two versions are equally good (Fisher's randomisation of the signs)."""
    seen, turned = abs(sum(differences)), random.Random(1)
    as_great = sum(
        abs(sum(one if turned.random() < 0.5 else -one for one in differences)) >= seen - 1e-12 for _ in range(_TURNS)
    )
    return as_great / _TURNS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", type=Path, help="where to write the figures of each query")
    parser.add_argument("--against", type=Path, help="figures that another version saved")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _prepare(folder)
        figures = {name: _report(name) for name in _engines()}
    if arguments.against:
        _compare(figures, json.loads(arguments.against.read_text()))
    if arguments.save:
        arguments.save.write_text(json.dumps(figures))
    _leave_means(figures)


def _leave_means(figures: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """Leaves the mean NDCG of each engine, part and language where the metrics find it."""
    from django.conf import settings

    means = [
        [engine, *name.split(), mean([one["ndcg"] for one in queries.values()])]
        for engine, parts in figures.items()
        for name, queries in parts.items()
    ]
    settings.SEARCH_QUALITY_FILE.parent.mkdir(exist_ok=True)
    settings.SEARCH_QUALITY_FILE.write_text(json.dumps({"measured_at": time.time(), "ndcg": means}))


def _prepare(folder: str) -> None:
    """The demo in a new database."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder}/quality.sqlite3", "MEDIA_ROOT": f"{folder}/media", "SEARCH_INDEX": ":memory:",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "ELASTICSEARCH_PREFIX": f"quality-{os.getpid()}",
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    print("Loading the demo ...", file=sys.stderr)
    for command in (("migrate",), ("load_demo",)):
        call_command(*command, verbosity=0)


def _engines() -> Iterator[str]:
    """Each engine's name, while it is in use and has an index of everything."""
    from django.conf import settings

    from search import engines
    from search.engines.elasticsearch.engine import ElasticsearchEngine
    from search.engines.interface import Engine
    from search.engines.sqlite.engine import SqliteEngine

    made: list[Engine] = [SqliteEngine(":memory:")]
    if settings.ELASTICSEARCH["url"]:
        made.append(ElasticsearchEngine.from_settings())
    for engine in made:
        engines.engine = lambda engine=engine: engine  # type: ignore[assignment]
        fill(engine)
        yield engine.name


def fill(engine: Any) -> None:
    """Makes an engine's index anew, of all that is public."""
    from cms.publication.changelog.log import newest
    from search.indexing.content_fingerprint import CONTENT_FINGERPRINT
    from search.indexing.document_builder import build_documents, item_batches

    with engine.build(CONTENT_FINGERPRINT) as build:
        for items in item_batches():
            build.write(build_documents(items, newest()))
        build.commit()


def _report(engine: str) -> dict[str, dict[str, Any]]:
    """Prints the means of an engine, and gives the figures of each query."""
    print(f"\n{engine:32}{'NDCG@10':>9}{'recall':>9}{'first':>9}{'nothing':>9}{'queries':>9}")
    figures: dict[str, dict[str, Any]] = {}
    for part in (*PARTS, ""):
        for language in ("cy", "en"):
            found = answers(language, part)
            _line(f"{part or 'older'} {language}", list(found.values()))
            if part and part != "held":
                for kind in sorted({query.kind for query in found}):
                    _line(f"  {kind}", [one for query, one in found.items() if query.kind == kind])
            figures[f"{part or 'older'} {language}"] = {query.q: asdict(one) for query, one in found.items()}
    return figures


def _line(name: str, some: Sequence[Measured]) -> None:
    shares = (mean([getattr(one, what) for one in some]) for what in ("ndcg", "recall", "first_right"))
    nothing = sum(not one.found for one in some)
    print(f"{name:32}" + "".join(f"{share:9.3f}" for share in shares) + f"{nothing:9}{len(some):9}")


def _compare(figures: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Prints by how much NDCG@10 differs from another version's, and how likely that is by chance."""
    for engine in figures.keys() & before.keys():
        print(f"\n{engine:32}{'before':>9}{'now':>9}{'chance':>9}")
        old, new = before[engine], figures[engine]
        for group in (group for group in new if group in old):
            asked = [q for q in new[group] if q in old[group]]
            pairs = [(old[group][q]["ndcg"], new[group][q]["ndcg"]) for q in asked]
            then, now = (mean(side) for side in zip(*pairs, strict=True))
            print(f"{group:32}{then:9.3f}{now:9.3f}{chance([after - ago for ago, after in pairs]):9.3f}")


if __name__ == "__main__":
    main()

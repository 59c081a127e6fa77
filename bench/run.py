"""Measures the service beside Wagtail's API v2, wagtail-grapple and constant bytes: same pages, server, database and run.

Prints ratios.

    python bench/run.py [--guides 1000,10000] [--seconds 5] [--databases postgres,sqlite]
        [--only reading,first-time,writing,search,graphql,feed,webhooks,embeds,bounds,recovery]

PostgreSQL is that of `make services`. The databases are made for the run and thrown away. Needs wrk (a Debian package).
"""

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
# In place of this folder, whose modules have the names of packages.
sys.path[0] = str(ROOT)
from bench.bounds import bounds_targets  # noqa: E402 - found only once the path is known
from bench.embeds import embed_targets  # noqa: E402 - found only once the path is known
from bench.feed import feed_targets  # noqa: E402 - found only once the path is known
from bench.first_time import first_time_targets  # noqa: E402 - found only once the path is known
from bench.graphql import graphql_targets  # noqa: E402 - found only once the path is known
from bench.recovery import recovery_targets  # noqa: E402 - found only once the path is known
from bench.search import search_targets  # noqa: E402 - found only once the path is known
from bench.webhooks import webhook_targets  # noqa: E402 - found only once the path is known

Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", default="1000,10000", help="guides a language, separated by commas")
    parser.add_argument("--seconds", type=int, default=5, help="of wrk for each address")
    parser.add_argument("--databases", default="postgres,sqlite")
    parser.add_argument(
        "--only", default="reading,first-time,writing,search,graphql,feed,webhooks,embeds,bounds,recovery"
    )
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed and was not found (on Debian: apt-get install wrk).")
    sizes = [int(size) for size in arguments.guides.split(",")]
    if arguments.one:
        measure(Path(arguments.one), sizes[0], arguments.seconds, arguments.only.split(","))
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for kind in arguments.databases.split(","):
        results = {size: in_a_process(kind, size, arguments) for size in sizes}
        report(kind, results)


def in_a_process(kind: str, size: int, arguments: argparse.Namespace) -> Figures:
    """Measures in a process of its own, since Django knows one database a process."""
    with tempfile.TemporaryDirectory() as folder, database(kind, folder) as url:
        result = Path(folder) / "figures.json"
        environment = {
            **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings", "MEDIA_ROOT": f"{folder}/media",
            "API_URL": "http://127.0.0.1:8971", "PYTHONPATH": str(ROOT), "SEARCH_INDEX": f"{folder}/search.sqlite3",
            "ELASTICSEARCH_PREFIX": f"bench-{os.getpid()}", "ELASTICSEARCH_TIMEOUT_MS": "5000",
            "ELASTICSEARCH_URL": services()["ELASTICSEARCH_URL"] if kind == "postgres" else "",
        }  # fmt: skip
        command = [sys.executable, __file__, "--one", str(result), "--guides", str(size)]
        options = ["--seconds", str(arguments.seconds), "--only", arguments.only]
        try:
            subprocess.run([*command, *options], env=environment, cwd=ROOT, check=True)
        finally:
            if kind == "postgres":
                remove_indices(environment["ELASTICSEARCH_URL"], environment["ELASTICSEARCH_PREFIX"])
        figures: Figures = json.loads(result.read_text())
        return figures


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    """The URL of an empty database, which is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    import psycopg

    parts = urlsplit(services()["DATABASE_URL"])
    server, name = urlunsplit(parts._replace(path="/postgres")), f"bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def services() -> dict[str, str]:
    """The addresses of what `make services` has started."""
    lines = subprocess.run([ROOT / "bin/services", "env"], capture_output=True, check=True, text=True).stdout
    return dict(line.split("=", 1) for line in lines.split())


def remove_indices(url: str, prefix: str) -> None:
    """Leaves nothing of a run in Elasticsearch."""
    from elasticsearch import Elasticsearch

    with Elasticsearch(url) as client:
        if left := list(client.indices.get(index=f"{prefix}-*", expand_wildcards="all")):
            client.indices.delete(index=left)


def measure(result: Path, guides: int, seconds: int, parts: list[str]) -> None:
    """Builds the library, measures, and leaves the figures in `result`."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.bounds import measure_bounds
    from bench.build import build
    from bench.embeds import measure_embeds
    from bench.feed import measure_feed
    from bench.first_time import measure_first_time
    from bench.graphql import measure_graphql
    from bench.reading import measure_reading
    from bench.recovery import measure_recovery
    from bench.search import measure_search
    from bench.webhooks import measure_webhooks
    from bench.writing import measure_writing
    from cms.publication.changelog.scheduled_jobs import REPAIR, run_due
    from cms.publication.models import Intent

    call_command("migrate", verbosity=0)
    build(guides)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    figures: Figures = {}
    if "writing" in parts:
        figures |= measure_writing(guides)
    else:
        # As the worker's daily repair, or the server would do that beside what is measured.
        run_due(REPAIR)
        # It has done what rows made in bulk have left to do; the first publication would do it all again.
        Intent.objects.all().delete()
    measured: dict[str, Callable[[], Figures]] = {
        "reading": lambda: measure_reading(guides, seconds),
        "first-time": lambda: measure_first_time(guides, seconds),
        "search": lambda: measure_search(seconds),
        "graphql": lambda: measure_graphql(seconds),
        "feed": lambda: measure_feed(seconds),
        "webhooks": measure_webhooks,
        "embeds": lambda: measure_embeds(seconds),
        "bounds": lambda: measure_bounds(seconds),
        "recovery": lambda: measure_recovery(seconds),
    }
    for name, part in measured.items():
        if name in parts:
            figures |= part()
    result.write_text(json.dumps(figures))


def report(kind: str, results: dict[int, Figures]) -> None:
    """The table of one database: figures by size, then each target with what was reached."""
    print(f"\n{kind}, guides a language:{'':<21}" + "".join(f"{size:>12,}" for size in results))
    for name in next(iter(results.values())):
        print(f"  {name:<44}" + "".join(f"{figures.get(name, float('nan')):>12,.1f}" for figures in results.values()))
    print("  Targets")
    for text, reached, met in targets(results):
        print(f"  {'met   ' if met else 'MISSED'}  {text:<76}{reached:>10}")


def targets(results: dict[int, Figures]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached, what was, and whether that is enough; ratios of one run."""
    small, large = results[min(results)], results[max(results)]
    if "detail" in large:
        yield from reading_targets(small, large)
    yield from first_time_targets(large)
    if "suggest without memory, ms alone" in large:
        yield from search_targets(small, large)
    if "grapple, list" in large:
        yield from graphql_targets(large)
    yield from feed_targets(large)
    yield from webhook_targets(large)
    yield from embed_targets(large)
    yield from bounds_targets(large)
    yield from recovery_targets(large)
    for name, figure in large.items():
        if name.endswith("seen after its moment ms"):
            yield f"{name.removesuffix(' ms')}: within a second", f"{figure:.0f} ms", figure <= 1000
    for name, cost in large.items():
        if name.endswith("ours added ms"):
            yield (
                f"{name.removesuffix(', ours added ms')}: at most 30 ms more than Wagtail's own",
                f"{cost:.1f} ms",
                cost <= 30,
            )
    if "rebuild MB" in large:
        speed, memory = large["rebuild editions/s"], large["rebuild MB"]
        yield "rebuild at least 300 editions/s", f"{speed:.0f}", speed >= 300
        yield "rebuild in less than 250 MB", f"{memory:.0f} MB", memory < 250
        yield (
            "rebuild's memory is flat: most guides within 20 % of fewest",
            f"{memory / small['rebuild MB']:.2f} x",
            (memory <= 1.2 * small["rebuild MB"]),
        )


def reading_targets(small: Figures, large: Figures) -> Iterator[tuple[str, str, bool]]:
    def at_least(text: str, figure: float, other: float, factor: float) -> tuple[str, str, bool]:
        ratio = figure / other if other else math.inf
        return text, f"{ratio:.2f} x", ratio >= factor

    constant = large["constant bytes"]
    yield at_least("detail at least 50 x v2", large["detail"], large["v2 detail"], 50)
    yield at_least("detail at least half of constant bytes", large["detail"], constant, 0.5)
    yield at_least("details all over at least 50 x v2", large["details all over"], large["v2 detail"], 50)
    yield at_least("details all over at least half of constant bytes", large["details all over"], constant, 0.5)
    yield at_least("list of 20 at least 40 x v2", large["list of 20"], large["v2 list of 20"], 40)
    yield at_least("reading page at least half of constant bytes", large["reading page"], constant, 0.5)
    yield at_least("both languages no slower than two details", large["both languages"], large["detail"] / 2, 1)
    yield at_least("304 no slower than 200", large["detail 304"], large["detail"], 0.97)
    yield at_least(
        "page after item 9,900 within 20 % of the first", large["page after 9,900"], large["list of 20"], 0.8
    )
    late = "page after item 9,900 within 20 % of the first, without memory"
    yield at_least(late, large["page after 9,900, no memory"], large["list of 20, no memory"], 0.8)
    for name in ("detail", "list of 20", "detail, no memory", "list of 20, no memory"):
        yield at_least(f"{name}: most guides within 10 % of fewest", large[name], small[name], 0.9)
    seen, memory = large["seen by all after ms"], large["worker MB"]
    yield "a change is seen by every worker within 250 ms", f"{seen:.0f} ms", seen <= 250
    yield "a worker in less than 200 MB", f"{memory:.0f} MB", memory < 200


if __name__ == "__main__":
    main()

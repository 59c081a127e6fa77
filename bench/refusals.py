"""Queries made to be slow, and how soon our GraphQL endpoint refuses them over HTTP."""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Final

from bench.graphql_client import ask, sql_queries

_FAN = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(45))
_LIST = "(language: CY, first: 1000000)"
ABUSES: Final = {
    "aliases": "query { home(language: CY) {" + " ".join(f"a{n}: title" for n in range(300)) + "} }",
    "depth": "query { home(language: CY) " + "{ parent " * 60 + "{ title }" + " }" * 61,
    "fragments": "query { ...f0 } " + _FAN + " fragment f45 on Query { home(language: CY) { title } }",
    "a circle": "query { home(language: CY) { ...a } } fragment a on Item { ...b } fragment b on Item { ...a }",
    "directives": "query { home(language: CY) { title " + "@include(if: true) " * 100 + "} }",
    "long lists": f"query {{ items{_LIST} {{ nodes {{ children(first: 1000000) {{ totalCount }} }} }} }}",
    "a megabyte": "query { home(language: CY) { title } } # " + "x" * 1_000_000,
}
TIMES: Final = 20


def refusals() -> dict[str, float]:
    """Median ms until each is answered, on a connection of its own, and how many SQL queries it takes."""
    figures: dict[str, float] = {}
    for name, query in ABUSES.items():
        figures[f"refused {name}, ms"] = statistics.median(_milliseconds(query) for _ in range(TIMES))
        figures[f"refused {name}, SQL queries"] = sql_queries("/graphql", query)
    return figures


def _milliseconds(query: str) -> float:
    began = time.perf_counter()
    status, _, body = ask("POST", "/graphql", query)
    ended = time.perf_counter()
    if not json.loads(body).get("errors") or status >= 500:
        sys.exit(f"Not refused: {query[:100]}\n{status} {body[:300]!r}")
    return (ended - began) * 1000


def refusal_targets(large: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    for name in ABUSES:
        milliseconds, queries = large[f"refused {name}, ms"], large[f"refused {name}, SQL queries"]
        text = f"{name}: refused within 50 ms, without an SQL query"
        yield text, f"{milliseconds:.1f} ms", milliseconds < 50 and not queries

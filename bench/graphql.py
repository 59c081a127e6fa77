"""Measures GraphQL: our endpoint beside wagtail-grapple, twenty guides in Welsh, alone and with their translations.

Nothing is timed before both are known to give the same texts, and ours the same bytes with its memory and without it.
"""

import html
import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

from bench import grapple
from bench.graphql_client import JSON, address, ask, body_of, sql_queries
from bench.reading import posting, rate, running
from bench.refusals import refusal_targets, refusals

CONTENT: Final = """
  title
  summary
  body { ... on HeadingBlock { heading level } ... on TextBlock { text { html } } }
"""
GUIDES: Final = "query { guides(language: CY, first: 20) { nodes { %s } } }"
# `translations` holds both languages, so that it gives the Welsh text twice; `twin` the other one, as grapple's does.
OURS: Final = {
    "list": GUIDES % CONTENT,
    "translations": GUIDES % f"{CONTENT} translations {{ language status title item {{ {CONTENT} }} }}",
    "twin": GUIDES % f"{CONTENT} twin {{ {CONTENT} }}",
}
# Grapple as it is fastest: as many at a time as there are threads.
EIGHT: Final = ("-c8", "--timeout", "30s")


def measure_graphql(seconds: int) -> dict[str, float]:
    """Requests a second, SQL queries and milliseconds of refusals by name."""
    theirs = grapple_queries()
    figures: dict[str, float] = {}
    figures |= {f"grapple, {name}, SQL queries": sql_queries("/grapple/", query) for name, query in theirs.items()}
    figures |= {f"graphql, {name}, SQL queries": sql_queries("/graphql", query) for name, query in OURS.items()}
    with running(memory=None):
        kept = {name: answer(query) for name, query in OURS.items()}
        compare(kept, theirs)
        for name, query in OURS.items():
            figures |= rates(f"graphql, {name}", query, seconds)
            tag = ask("GET", address(query))[1]["ETag"]
            figures[f"graphql, {name}, 304"] = rate(address(query), seconds, "-H", f"If-None-Match: {tag}")
        figures |= refusals()
    for name, query in OURS.items():
        with running(memory=0):
            if answer(query) != kept[name]:
                sys.exit(f"{name}: not the same bytes with memory and without.")
            figures |= rates(f"graphql without memory, {name}", query, seconds)
        # Right after ours, so that other load meets both; on a server of its own, which goes on with what nobody waits for.
        if name in theirs:
            with running(memory=None):
                figures[f"grapple, {name}"] = posted("/grapple/", theirs[name], max(seconds, 10), *EIGHT, pause=3)
    return figures


def grapple_queries() -> dict[str, str]:
    from guides.models import GuideIndexPage

    index = GuideIndexPage.objects.get(locale__language_code="cy").pk
    return {name: grapple.query(index, name == "translations") for name in ("list", "translations")}


def rates(what: str, query: str, seconds: int) -> dict[str, float]:
    """Requests a second by POST and by GET."""
    return {f"{what}, POST": posted("/graphql", query, seconds), f"{what}, GET": rate(address(query), seconds)}


def posted(path: str, query: str, seconds: int, *extra: str, pause: float = 0) -> float:
    with posting(body_of(query), JSON) as script:
        return rate(path, seconds, *extra, "-s", script, pause=pause)


def answer(query: str) -> bytes:
    """The body of our answer. Exits unless every worker gives it, at first and again, by POST and by GET."""
    asked = [ask("POST", "/graphql", query) for _ in range(8)] + [ask("GET", address(query)) for _ in range(8)]
    bodies = {body for _, _, body in asked}
    if len(bodies) > 1 or {status for status, _, _ in asked} != {200} or "errors" in json.loads(asked[0][2]):
        sys.exit(f"{len(bodies)} answers to {query}:\n" + "\n".join(str(body[:300]) for body in bodies))
    return asked[0][2]


def compare(kept: dict[str, bytes], theirs: dict[str, str]) -> None:
    """Exits unless both servers give the same titles, summaries and texts, of the guides and of their translations."""
    pages = {name: json.loads(ask("POST", "/grapple/", query)[2])["data"]["pages"] for name, query in theirs.items()}
    ours = {name: json.loads(body)["data"]["guides"]["nodes"] for name, body in kept.items()}
    welsh = [words(grapple.content(page)) for page in pages["list"]]
    english = [words(grapple.content(other)) for page in pages["translations"] for other in page["translations"]]
    translated = [other["item"] for node in ours["translations"] for other in node["translations"]]
    given = {
        "list": (ours["list"], welsh),
        "twin": ([node["twin"] for node in ours["twin"]], english),
        "translations": (translated, [text for pair in zip(welsh, english, strict=True) for text in pair]),
    }
    for name, (items, expected) in given.items():
        if len(items) < 20 or [words(content(item)) for item in items] != expected:
            sys.exit(f"{name}: grapple and ours do not give the same texts.")


def content(item: dict[str, Any]) -> dict[str, Any]:
    """An item of ours in the form in which both servers' are compared."""
    return {"title": item["title"], "summary": item["summary"], "body": [_block(block) for block in item["body"]]}


def _block(block: dict[str, Any]) -> list[str]:
    return [block["heading"], str(block["level"])] if "heading" in block else [block["text"]["html"]]


def words(item: dict[str, Any]) -> str:
    """Without the HTML: links are written differently."""
    return html.unescape(re.sub(r"<[^>]+>", "", json.dumps(item, ensure_ascii=False)))


def graphql_targets(large: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached, what was, and whether that is enough; ratios of one run."""
    for what, least in (
        ("graphql", {"list": 20, "translations": 30}),
        ("graphql without memory", {"list": 3, "translations": 3}),
    ):
        for name, factor in least.items():
            for method in ("POST", "GET"):
                ratio = large[f"{what}, {name}, {method}"] / large[f"grapple, {name}"]
                wished = " (wished: 5)" if factor == 3 else ""
                yield (
                    f"{what}, {name}, {method}: at least {factor} x grapple{wished}",
                    f"{ratio:.1f} x",
                    ratio >= factor,
                )
    yield from refusal_targets(large)

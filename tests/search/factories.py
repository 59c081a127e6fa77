"""Documents made of plain text, and searches of them, as the indexer and the outlets make them."""

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from cms.content.languages import other
from cms.publication.collation import title_key
from search.analysis import Analyser
from search.engines.documents import IndexDocument
from search.engines.engine_requests import Filters, SearchRequest, Weights
from search.highlighting.highlight_source import build_highlight_source
from search.indexing.analysed_text import AnalysedText
from search.indexing.impacts import impacts
from search.querying.query_parser import analyse_both, parse_query

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2024, 1, 1, 12, 0, tzinfo=UTC)
# Of what documents are made by, for engines: any will do where it stays the same.
FINGERPRINT = "of tests"
# Of each word of a search made here.
WEIGHT = 10
FIELDS = ("title", "headings", "summary", "body", "files")


@cache
def analyser(language):
    return Analyser(language)


def document(item, language="cy", version=1, *, twin=None, **facts):
    """A document of plain texts: title, summary, headings, body, files. `twin` has the other language's."""
    texts = {name: facts.pop(name, "") for name in FIELDS}
    own = _read(texts, language)
    of_twin = _read(twin, other(language)) if twin is not None else None
    made = {
        "edition": version,
        "type": "information",
        "title": texts["title"],
        "title_key": title_key(texts["title"], language),
        "published_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "keys": impacts(own.occurrences, of_twin and of_twin.occurrences),
        "title_sequence": own.sequence("title"),
        "sequence": own.sequence(*FIELDS),
        "twin_title_sequence": of_twin.sequence("title") if of_twin else "",
        "twin_sequence": of_twin.sequence("title", "headings", "summary") if of_twin else "",
        "starts": analyser(language).starts(texts["title"]),
        "words": own.spellings("title", "summary", "headings", "body"),
        "highlight_source": build_highlight_source(own, of_twin),
        **facts,
    }
    return IndexDocument(_item(item), language, version, **made)


def term(item, name, *forms, language="cy", version=1):
    """The document of a term."""
    starts = tuple(dict.fromkeys(start for form in (name, *forms) for start in analyser(language).starts(form)))
    facts = {"title": name, "title_key": title_key(name, language), "edition": version, "starts": starts}
    return IndexDocument(_item(item), language, version, doc_type="term", **facts)


def gone(item, language="cy", version=1, doc_type="item"):
    """A tombstone."""
    return IndexDocument(_item(item), language, version, state="gone", doc_type=doc_type)


def weights(own, twin, needed=None, weight=WEIGHT):
    """Weights as if each word were as rare as any other; all words are needed unless something else is said."""
    words = frozenset(clause.word for query in (own, twin) for clause in query.words)
    everything = words | {clause.word for query in (own, twin) for clause in query.phrases}
    relatives = {clause.word: weight for query in (own, twin) for clause in query.relatives}
    concepts = {key: weight for query in (own, twin) for key in query.concepts}
    return Weights(
        dict.fromkeys(everything, weight), words, len(words) if needed is None else needed, relatives, concepts
    )


def request(q, language="cy", *, needed=None, facets=None, new=None, updated_since=None, now=NOW, **options):
    """The search for what a reader typed."""
    own, twin = analyse_both(parse_query(q), analyser(language), analyser(other(language)))
    filters = Filters({name: tuple(values) for name, values in (facets or {}).items()}, new, updated_since)
    return SearchRequest(language, own, twin, now, weights(own, twin, needed), filters, **options)


def fill(engine, documents=()):
    """Gives an engine a new index of these documents."""
    with engine.build(FINGERPRINT) as build:
        build.write(documents)
        build.commit()
    return engine


def found(engine, q, language="cy", **options):
    """The items found, as the small numbers that they were made with."""
    return [hit.item.int for hit in engine.search(request(q, language, **options)).hits]


def _item(item):
    return item if isinstance(item, UUID) else UUID(int=item)


def _read(texts, language):
    read = AnalysedText(analyser(language))
    for name in (*FIELDS, "labels", "number"):
        given = texts.get(name, "")
        read.add(name, [given] if isinstance(given, str) else given)
    return read

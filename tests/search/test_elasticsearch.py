"""What is Elasticsearch's own: its mapping, its versions, its indices. What both engines do is in test_engine_contract.py."""

import json
import os
from datetime import UTC, datetime
from uuid import UUID

import pytest
from elasticsearch import Elasticsearch

from search.engines.documents import IndexDocument
from search.engines.elasticsearch import indices
from search.engines.elasticsearch.indices import MAPPING
from search.engines.engine_requests import AnalysedQuery, Clause, SearchRequest, Weights
from search.engines.interface import Unavailable
from tests.search.factories import FINGERPRINT

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)


def document(number=1, language="cy", version=1, **fields):
    fields = {"title": "Mabwysiadu", "title_key": "mabwysiadu", "keys": {"own_8": ("mabwysiadu",)}, **fields}
    return IndexDocument(UUID(int=number), language, version, updated_at=NOW, published_at=NOW, **fields)


def gone(number=1, version=1):
    return IndexDocument(UUID(int=number), "cy", version, state="gone")


def request():
    own, twin = AnalysedQuery("cy", (Clause((("mabwysiadu",),)),)), AnalysedQuery("en")
    return SearchRequest("cy", own, twin, NOW, Weights({0: 1}, frozenset({0}), 1))


def numbers(engine):
    return [hit.item.int for hit in engine.search(request()).hits]


@pytest.fixture
def client():
    with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as client:
        yield client


@pytest.fixture
def empty(elasticsearch):
    """Without an index."""
    return elasticsearch


@pytest.fixture
def engine(empty):
    with empty.build(FINGERPRINT) as build:
        build.commit()
    return empty


def alias(engine, language="cy"):
    return engine._indices.alias(language)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_server_has_the_mapping_that_is_checked_in(engine, client, language):
    (index,) = client.indices.get(index=alias(engine, language)).values()
    assert index["mappings"].pop("_meta")["fingerprint"] == indices.fingerprint(FINGERPRINT)
    expected = json.loads(json.dumps(MAPPING["mappings"]))
    assert index["mappings"] == expected
    settings = {name: index["settings"]["index"][name] for name in MAPPING["settings"]}
    assert settings == {name: str(value) for name, value in MAPPING["settings"].items()}


@pytest.mark.elasticsearch
def test_a_document_with_a_field_that_is_not_mapped_is_refused_and_said_so(engine, monkeypatch):
    monkeypatch.setattr(indices, "document_fields", lambda document: {"state": "public", "nonsense": 1})
    with pytest.raises(Unavailable, match="nonsense"):
        engine.write([document()])


@pytest.mark.elasticsearch
def test_one_document_that_is_refused_does_not_stop_searches(engine, monkeypatch):
    engine.write([document()])
    monkeypatch.setattr(indices, "document_fields", lambda document: {"edition": "nonsense"})
    with pytest.raises(Unavailable):
        engine.write([document(2)])
    assert numbers(engine) == [1]


@pytest.mark.elasticsearch
def test_versions_are_elasticsearchs_own_and_a_late_write_is_no_error(engine, client):
    engine.write([gone(version=7)])
    engine.write([document(version=6)])
    (hit,) = client.search(index=alias(engine), version=True)["hits"]["hits"]
    assert hit["_version"] == 7
    assert numbers(engine) == []


@pytest.mark.elasticsearch
def test_a_page_and_the_count_of_the_other_language_are_one_request(engine, monkeypatch):
    sent = []

    def perform(*arguments, **options):
        sent.append(arguments[2])
        return original(*arguments, **options)

    original = Elasticsearch.perform_request
    monkeypatch.setattr(Elasticsearch, "perform_request", perform)
    engine.search(request())
    assert sent == ["/_msearch"]


@pytest.mark.elasticsearch
def test_writing_where_there_is_no_index_makes_none(empty, client):
    with pytest.raises(Unavailable, match="reindex"):
        empty.write([document()])
    assert not client.indices.exists(index=alias(empty))
    assert empty.identity(FINGERPRINT) is None


@pytest.mark.elasticsearch
def test_a_search_without_an_index_is_unavailable_until_there_is_one(empty):
    with pytest.raises(Unavailable, match="reindex"):
        empty.search(request())
    with empty.build(FINGERPRINT) as build:
        build.write([document()])
        build.commit()
    assert numbers(empty) == [1]


@pytest.mark.elasticsearch
def test_an_index_that_took_the_aliass_name_gives_way_to_a_build(empty, client):
    client.index(index=alias(empty), document={"made": "by something else"})
    assert empty.identity(FINGERPRINT) is None
    with empty.build(FINGERPRINT) as build:
        build.commit()
    assert empty.identity(FINGERPRINT)
    assert client.indices.exists_alias(name=alias(empty))


@pytest.mark.elasticsearch
def test_only_the_indices_that_serve_are_left_after_builds(engine, client):
    with pytest.raises(ZeroDivisionError), engine.build(FINGERPRINT) as build:
        build.write(document(1 // number) for number in (1, 0))
    with engine.build(FINGERPRINT) as build:
        build.commit()
    left = client.indices.get_alias(index=f"{alias(engine)}*,{alias(engine, 'en')}*")
    assert sorted(name for indices in left.values() for name in indices["aliases"]) == [
        alias(engine),
        alias(engine, "en"),
    ]


@pytest.mark.elasticsearch
def test_what_a_killed_build_left_is_removed_by_the_next(engine, client):
    killed = engine.build(FINGERPRINT)
    left = list(killed.__enter__().names.values())
    with engine.build(FINGERPRINT):
        assert not client.indices.exists(index=left)
    killed.__exit__(None, None, None)


@pytest.mark.elasticsearch
def test_a_build_whose_index_was_removed_fails_and_makes_no_unmapped_one(engine, client):
    with engine.build(FINGERPRINT) as build:
        names = list(build.names.values())
        client.indices.delete(index=names)
        build.write([document()])
        with pytest.raises(Unavailable):
            build.write([document()])
    assert not client.indices.exists(index=names)


@pytest.mark.elasticsearch
def test_an_index_of_another_make_is_not_ours(engine, monkeypatch):
    assert engine.identity(FINGERPRINT)
    assert engine.identity("of another release") is None
    monkeypatch.setattr(indices, "fingerprint", lambda content_fingerprint: "of another mapping")
    assert engine.identity(FINGERPRINT) is None


@pytest.mark.elasticsearch
def test_an_index_that_was_wiped_and_made_again_has_another_identity(engine, client):
    before = engine.identity(FINGERPRINT)
    client.indices.delete(index=list(client.indices.get_alias(name=alias(engine))))
    assert engine.identity(FINGERPRINT) is None
    with engine.build(FINGERPRINT) as build:
        build.commit()
    assert engine.identity(FINGERPRINT) not in {None, before}


@pytest.mark.elasticsearch
def test_an_index_without_its_shards_is_unavailable_at_once(engine, client):
    client.indices.close(index=alias(engine))
    for _ in range(2):
        with pytest.raises(Unavailable):
            engine.search(request())


@pytest.mark.elasticsearch
def test_a_full_disk_stops_writes_and_not_searches(engine, client):
    engine.write([document()])
    # What Elasticsearch itself does at the flood-stage watermark.
    client.indices.put_settings(index=alias(engine), settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(Unavailable, match="429"):
        engine.write([document(2)])
    assert numbers(engine) == [1]

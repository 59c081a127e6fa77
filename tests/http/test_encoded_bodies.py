"""Compressed bodies are made once for each tag, within their room."""

import pytest

from cms.http.caching import encoded_bodies as module
from cms.http.caching.encoded_bodies import EncodedBodies
from cms.publication.payload.compression import compressed


@pytest.fixture
def made(monkeypatch):
    """What was compressed, in order."""
    bodies = []

    def noted(body, encoding):
        bodies.append((body[:1], encoding))
        return compressed(body, encoding)

    monkeypatch.setattr(module, "compressed", noted)
    return bodies


def test_a_body_is_compressed_once_for_each_encoding(made):
    kept = EncodedBodies()
    first = [kept.get(b"a" * 900, "1", encoding) for encoding in ("br", "zstd", "br", "zstd")]
    assert first[:2] == first[2:]
    assert made == [(b"a", "br"), (b"a", "zstd")]


def test_one_without_a_tag_is_not_kept(made):
    kept = EncodedBodies()
    assert kept.get(b"a" * 900, "", "br") == kept.get(b"a" * 900, "", "br")
    assert len(made) == 2


def test_those_not_asked_for_lately_make_room(made):
    body = bytes(range(256))
    room = 2 * len(compressed(body, "gzip")) + 1
    kept = EncodedBodies(room)
    for tag in ("1", "2", "1", "3", "1", "2"):
        kept.get(body, tag, "gzip")
    # When 3 came, 2 had not been asked for as lately as 1.
    assert len(made) == 4
    assert kept.get(body * 9, "4", "identity") == body * 9

"""Parts of files (RFC 9110, 14): players seek and broken downloads go on; nothing more of a file is told than may be read."""

from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils.http import http_date

from cms.content.models import File
from cms.rest.ranges import Part, PartOfFile, Streamed
from tests.factories.editions import edition

pytestmark = pytest.mark.django_db
BYTES = bytes(range(256)) * 4


@pytest.fixture
def address():
    file = File.objects.create(title="x", language="cy", file=ContentFile(BYTES, "canllaw.pdf"))
    edition("cy", files=[file.uid])
    return f"/files/{file.uid}/{file.filename}"


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, 1023),
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=1000-9999", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-9999", 0, 1023),
        ("Bytes = 5-6", 5, 6),
    ],
)
def test_a_range_is_given_as_such(api, address, asked, first, last):
    response = api.read(address, Range=asked)
    assert response.status_code == 206
    assert body(response) == BYTES[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Accept-Ranges"] == "bytes"
    assert {"Content-Range", "Accept-Ranges"} <= set(response["Access-Control-Expose-Headers"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-5", "bytes=", "bytes=-", "bytes=a-b", "items=0-5", "bytes=0x1-2", "bytes=1-2-3"]
)
def test_what_is_no_single_range_is_given_the_file(api, address, asked):
    response = api.read(address, Range=asked)
    assert (response.status_code, body(response)) == (200, BYTES)
    assert not response.has_header("Content-Range")
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_after_the_end_is_a_problem_that_tells_the_length(api, address, asked):
    problem = api.problem(address, 416, "range-not-satisfiable", Range=asked)
    assert "1024" in problem["detail"]
    assert api.read(address, Range=asked)["Content-Range"] == "bytes */1024"


def test_a_range_of_a_file_that_has_changed_is_the_whole_file(api, address):
    first = api.read(address)
    tag, date = first["ETag"], first["Last-Modified"]
    earlier = http_date(parsedate_to_datetime(date).timestamp() - 60)
    for same in (tag, date):
        assert api.read(address, Range="bytes=0-1", **{"If-Range": same}).status_code == 206
    for other in ('"other"', f"W/{tag}", earlier, "nonsense"):
        assert api.read(address, Range="bytes=0-1", **{"If-Range": other}).status_code == 200


def test_conditions_come_before_ranges(api, address):
    tag = api.read(address)["ETag"]
    assert api.read(address, Range="bytes=0-1", **{"If-None-Match": tag}).status_code == 304
    assert api.read(address, Range="bytes=0-1", **{"If-Match": '"other"'}).status_code == 412


def test_head_knows_no_ranges(api, address):
    head = api.head(address, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head["Content-Length"], head["Accept-Ranges"]) == (200, "1024", "bytes")


def test_a_range_tells_nothing_of_a_file_that_nobody_may_read(api):
    hidden = File.objects.create(title="x", language="cy", file=ContentFile(BYTES, "x.pdf"))
    for asked in ("bytes=0-1", "bytes=99999-"):
        response = api.read(f"/files/{hidden.uid}/{hidden.filename}", Range=asked)
        unknown = api.read(f"/files/{uuid4()}/x.pdf", Range=asked)
        assert response.status_code == unknown.status_code == 404
        assert response.json()["detail"] == unknown.json()["detail"]


def test_other_sites_may_ask_for_ranges(api, address):
    allowed = api.options(address)["Access-Control-Allow-Headers"].split(", ")
    assert {"Range", "If-Range"} <= set(allowed)


def test_captions_are_for_players_and_other_files_for_keeping(api):
    file = File.objects.create(title="x", language="cy", file=ContentFile(b"WEBVTT\n", "x.vtt"))
    edition("cy", files=[file.uid])
    response = api.read(f"/files/{file.uid}/{file.filename}")
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["Content-Disposition"].startswith("inline;")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_no_more_of_a_file_is_in_memory_than_a_block(tmp_path):
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    asked = []

    class Watched(PartOfFile):
        def read(self, size):
            asked.append(size)
            return super().read(size)

    file = large.open("rb")
    response: Any = Streamed(Watched(file, Part(10, 199_999_990)))
    blocks = [len(block) for block in response.streaming_content]
    assert sum(blocks) == 199_999_990
    assert max(*blocks, *asked) <= Streamed.block_size
    response.close()
    assert file.closed

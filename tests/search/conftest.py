"""The engines that the contract is tested on: a new and empty index for each test."""

import pytest

from tests.search.elasticsearch_server import shared_elasticsearch
from tests.search.factories import fill


@pytest.fixture
def sqlite(tmp_path):
    """The embedded engine, without an index yet."""
    from search.engines.sqlite.engine import SqliteEngine

    return SqliteEngine(str(tmp_path / "index" / "search.sqlite3"))


@pytest.fixture
def elasticsearch():
    """The engine on the real server, under a prefix of its own, without an index yet."""
    with shared_elasticsearch("contract") as engine:
        yield engine


@pytest.fixture(params=["sqlite", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def empty(request):
    """An engine without an index."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def engine(empty):
    """An engine whose index has nothing in it."""
    return fill(empty)

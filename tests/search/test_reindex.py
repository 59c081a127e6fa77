"""`manage.py reindex`: a new index while the old one serves, or, with --if-needed, only what is needed."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.publication.changelog.consumers import follow
from cms.publication.changelog.leases import Lease
from cms.publication.models import ConsumerOffset
from search.indexing.index_builder import LEASE_NAME
from search.indexing.index_position import CONSUMER_NAME
from search.indexing.indexer import Indexer

from .indexing import found, publish, used
from .memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(monkeypatch):
    with used(MemoryEngine(), monkeypatch) as memory:
        yield memory


def reindex(**options):
    """What the command says, and what its progress bar does."""
    out, err = StringIO(), StringIO()
    call_command("reindex", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_it_builds_a_new_index_each_time(engine):
    item = publish("Lleoliad")
    said, progress = reindex()
    assert said == "The new index serves.\n"
    assert "1/1" in progress
    reindex()
    assert engine.builds == 2
    assert found("lleoliad") == {item}


def test_it_is_silent_where_that_is_asked_for(engine):
    publish("Lleoliad")
    assert reindex(verbosity=0) == ("", "")


def test_where_it_is_not_needed_it_only_brings_the_index_up_to_date(engine):
    reindex(if_needed=True)
    item = publish("Lleoliad")
    assert reindex(if_needed=True) == ("", "")
    assert engine.builds == 1
    assert found("lleoliad") == {item}


def test_where_the_index_is_gone_it_is_needed(engine):
    reindex()
    engine.wipe()
    reindex(if_needed=True)
    assert engine.builds == 2


def test_it_says_that_search_is_not_available(engine):
    engine.away = True
    for if_needed in (False, True):
        with pytest.raises(CommandError, match=r"Search is not available.*nobody answers"):
            reindex(if_needed=if_needed)


def test_it_says_that_another_process_builds(engine):
    Lease.take(LEASE_NAME)
    with pytest.raises(CommandError, match="Another process is building the index"):
        reindex()


def test_where_needed_it_waits_for_another_process_that_builds(engine, monkeypatch):
    lease = Lease.take(LEASE_NAME)
    assert lease is not None
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        lease.release()

    monkeypatch.setattr(time, "sleep", sleep)
    reindex(if_needed=True)
    assert (len(waits), engine.builds) == (1, 1)


def test_it_ends_a_row_of_failures(engine):
    reindex()
    publish("Lleoliad")
    engine.away = True
    follow(Indexer())
    assert ConsumerOffset.objects.get(name=CONSUMER_NAME).failures == 1
    engine.away = False
    reindex()
    assert ConsumerOffset.objects.get(name=CONSUMER_NAME).failures == 0

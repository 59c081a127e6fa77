"""Queries within a snapshot see one moment, hold nobody up and end in time; over both databases."""

import threading
from time import monotonic

import pytest
from django.db import OperationalError, connection, connections, transaction

from cms.publication.models import LogHead
from cms.publication.queries.snapshot import snapshot
from cms.settings.base import database

ASIDE = "aside"
SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"


@pytest.fixture
def aside(tmp_path, django_db_blocker):
    """A database in a file beside the tests' own, which is in memory and knows no two moments at once."""
    connections.databases[ASIDE] = {**connections.databases["default"], **database(f"sqlite:///{tmp_path}/aside")}
    with django_db_blocker.unblock():
        with connections[ASIDE].cursor() as cursor:
            cursor.execute("CREATE TABLE word (text TEXT)")
            cursor.execute("INSERT INTO word VALUES ('cyntaf')")
        yield connections[ASIDE]
    connections[ASIDE].close()
    del connections[ASIDE], connections.databases[ASIDE]


def written_aside():
    """Somebody else's transaction, in a thread with a connection of its own."""

    def write():
        with transaction.atomic(using=ASIDE), connections[ASIDE].cursor() as cursor:
            cursor.execute("UPDATE word SET text = 'newydd'")
        connections[ASIDE].close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


def word(database):
    with database.cursor() as cursor:
        cursor.execute("SELECT text FROM word")
        return cursor.fetchone()[0]


def in_a_minute():
    return monotonic() + 60


def test_what_is_written_meanwhile_is_not_seen_and_does_not_wait_on_sqlite(aside):
    with snapshot(in_a_minute(), ASIDE):
        assert word(aside) == "cyntaf"
        written_aside()
        assert word(aside) == "cyntaf"
    assert word(aside) == "newydd"


def test_writers_begin_as_before_once_a_snapshot_is_over_on_sqlite(aside):
    with snapshot(in_a_minute(), ASIDE):
        word(aside)
    assert aside.transaction_mode == "IMMEDIATE"
    written_aside()
    assert word(aside) == "newydd"


def test_a_query_that_takes_too_long_is_ended_on_sqlite(aside):
    with pytest.raises(OperationalError), snapshot(monotonic() + 0.05, ASIDE), aside.cursor() as cursor:
        cursor.execute(SLOW)
    assert word(aside) == "cyntaf"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_not_seen_on_postgresql():
    LogHead.objects.update_or_create(id=1, defaults={"version": 1})

    def write():
        LogHead.objects.update(version=2)
        connection.close()

    with snapshot(in_a_minute()):
        assert LogHead.objects.get().version == 1
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        assert LogHead.objects.get().version == 1
    assert LogHead.objects.get().version == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_query_that_takes_too_long_is_ended_on_postgresql():
    with pytest.raises(OperationalError), snapshot(monotonic() + 0.05), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")
    assert LogHead.objects.count() >= 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_written_within_a_snapshot_on_postgresql():
    with pytest.raises(Exception, match="read-only"), snapshot(in_a_minute()):
        LogHead.objects.create(id=1)

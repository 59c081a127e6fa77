"""A month of changes, 100,000 of 10,000 items: what a follower asks for, and the next change, cost what they cost at first."""

from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection, transaction

from cms.publication.changelog.log import Log, position_of
from cms.publication.models import Change, LogHead
from cms.publication.queries.feed.change_queries import changes
from cms.publication.queries.feed.change_tokens import LogPlace, newest_token

pytestmark = pytest.mark.django_db
ITEM = UUID(int=7)
_TABLE = Change._meta.db_table
_COLUMNS = '"version", "item", "languages", "kind", "at", "latest"'
_MONTH = {
    "sqlite": (
        f"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 100000) INSERT INTO {_TABLE} "
        f"({_COLUMNS}) SELECT n, printf('%032x', n %% 10000), 'cy,en', 'published', '2026-03-01 09:00:00', n > 90000 "
        "FROM counted"
    ),
    "postgresql": (
        f"INSERT INTO {_TABLE} ({_COLUMNS}) SELECT n, lpad(to_hex(n %% 10000), 32, '0')::uuid, 'cy,en', 'published', "
        "'2026-03-01 09:00:00Z', n > 90000 FROM generate_series(1, 100000) AS n"
    ),
}


@pytest.fixture
def month():
    """The log of a month."""
    LogHead.objects.update_or_create(id=1, defaults={"version": 100_000})
    with connection.cursor() as cursor:
        cursor.execute(_MONTH[connection.vendor], [])
        cursor.execute(f"ANALYZE {_TABLE}")


@contextmanager
def work():
    """What the database does meanwhile, in a list: steps of SQLite's machine, or rows of the log that PostgreSQL reads."""
    found = []
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_progress_handler(lambda: found.append(1), 10)
        yield found
        connection.connection.set_progress_handler(None, 0)
        return
    before = _rows_read()
    yield found
    found += [1] * (_rows_read() - before)


def _rows_read():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = %s",
            [_TABLE],
        )
        return cursor.fetchone()[0]


def cost_of(ask):
    ask()
    with work() as done:
        ask()
    return len(done)


def token_at(version):
    return LogPlace(position=position_of(Change.objects.get(version=version))).token


def add():
    with transaction.atomic():
        log = Log.lock()
        log.append(ITEM, ["cy", "en"], "published")
        log.write()


@pytest.mark.usefixtures("month")
def test_a_page_costs_the_same_wherever_a_follower_is_and_nothing_new_costs_one_query(django_assert_num_queries):
    first = cost_of(lambda: changes(None, 100))
    for version in (50_000, 95_000, 99_900):
        since = token_at(version)
        assert len(changes(since, 100).entries) == 100
        assert cost_of(lambda since=since: changes(since, 100)) <= 1.2 * first + 10
    last = newest_token()
    with django_assert_num_queries(1):
        assert changes(last, 100).entries == ()
    assert cost_of(lambda: changes(last, 100)) < first / 5
    Change.objects.filter(latest=False).delete()
    assert first <= 1.2 * cost_of(lambda: changes(None, 100)) + 10


def test_the_next_change_costs_what_it_cost_when_the_log_was_empty(request):
    empty = cost_of(add)
    Change.objects.all().delete()
    request.getfixturevalue("month")
    assert cost_of(add) <= 1.5 * empty + 10
    assert Change.objects.filter(item=ITEM, latest=True).count() == 1

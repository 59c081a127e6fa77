"""`migrate` gives way to whoever edits, and is done in the end."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import ProgrammingError, connection, transaction

from cms.operations.upgrades import giving_way
from cms.operations.upgrades.giving_way import LockLimits, give_way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

SET = 'ALTER TABLE "content_term" ALTER COLUMN "id" SET NOT NULL'
# An editor's statement that waits for whoever locks the table.
SAVE = "UPDATE {} SET id = id"


def limits() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        found: tuple[str, str] = cursor.fetchone()
    return found


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def editor() -> Iterator[psycopg.Connection[Any]]:
    """Somebody else's connection, in a transaction from its first statement on."""
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]) as made:
        yield made


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_way, "PAUSE", (0.01, 0.01))


def test_migrate_waits_for_locks_less_than_a_deadlock_takes_and_no_other_statement_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    monkeypatch.setattr(migrate.Command, "handle", lambda *args, **options: seen.append(limits()))
    before = limits()
    call_command("migrate")
    assert (before, seen, limits()) == (("5s", "0"), [("300ms", "1min")], before)


def test_the_limits_go_where_migrate_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate.Command, "handle", lambda *args, **options: execute("SELECT nothing"))
    with pytest.raises(ProgrammingError):
        call_command("migrate")
    assert limits() == ("5s", "0")


def test_a_transaction_that_has_held_locks_for_long_waits_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("cms.operations.upgrades.giving_way.time.monotonic", lambda: now[0])
    found = []
    with connection.execute_wrapper(LockLimits(connection, print)), transaction.atomic():
        for now[0] in (0, 0.2, 0.5, 0.9):
            found.append(limits()[0])
    assert found == ["300ms", "300ms", "200ms", "1ms"]
    execute("RESET lock_timeout; RESET statement_timeout")


def test_an_editor_who_would_wait_for_migrate_while_it_waits_for_the_editor_saves_all_the_same(
    editor: psycopg.Connection[Any],
) -> None:
    attempts: list[int] = []
    told: list[str] = []
    editor.execute(SAVE.format("content_topic"))

    def attempt() -> None:
        attempts.append(1)
        with transaction.atomic():
            execute('LOCK TABLE "content_term" IN SHARE ROW EXCLUSIVE MODE')
            if len(attempts) == 1:
                saved.append(others.submit(save))
                wait_until_blocked(editor)
            execute('LOCK TABLE "content_topic" IN SHARE ROW EXCLUSIVE MODE')

    def save() -> None:
        editor.execute(SAVE.format("content_term"))
        editor.commit()

    saved: list[Any] = []
    with ThreadPoolExecutor(1) as others:
        give_way(connection, attempt, told.append)
    assert saved[0].result() is None
    assert len(attempts) > 1
    assert 'LOCK TABLE "content_topic"' in told[0]


def wait_until_blocked(editor: psycopg.Connection[Any]) -> None:
    blocked = threading.Event()
    while not blocked.wait(0.02):
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [editor.info.backend_pid])
            if cursor.fetchone()[0]:
                blocked.set()


def test_a_statement_outside_of_transactions_is_tried_again_by_itself_and_says_who_is_in_the_way(
    editor: psycopg.Connection[Any],
) -> None:
    editor.execute(SAVE.format("content_term"))
    attempts: list[int] = []
    told: list[str] = []

    def attempt() -> None:
        attempts.append(1)
        execute(SET)

    def tell(text: str) -> None:
        told.append(text)
        editor.commit()

    give_way(connection, attempt, tell)
    assert len(attempts) == 1
    (text,) = told
    assert SET in text
    assert f"process {editor.info.backend_pid}, " in text
    assert SAVE.format("content_term") in text


def test_what_a_migration_puts_off_to_its_end_is_tried_again_too(editor: psycopg.Connection[Any]) -> None:
    editor.execute('LOCK TABLE "content_term" IN ROW EXCLUSIVE MODE')
    attempts: list[int] = []

    def attempt() -> None:
        attempts.append(1)
        if len(attempts) > 1:
            editor.rollback()
        with connection.schema_editor() as schema:
            schema.deferred_sql.append(SET)

    give_way(connection, attempt, print)
    assert len(attempts) == 2
    assert not connection.in_atomic_block
    assert limits() == ("5s", "0")


def test_who_does_not_end_is_named_and_nothing_is_done(
    editor: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_way, "PATIENCE", 0.5)
    editor.execute(SAVE.format("content_term"))
    with pytest.raises(CommandError, match=rf"process {editor.info.backend_pid}, .*(\n.*)*What to do: wait"):
        give_way(connection, lambda: execute(SET), lambda text: None)


def test_another_fault_is_raised_as_it_is() -> None:
    attempts = []

    def attempt() -> None:
        attempts.append(1)
        execute("SELECT nothing")

    with pytest.raises(ProgrammingError):
        give_way(connection, attempt, print)
    assert attempts == [1]

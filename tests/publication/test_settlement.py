"""Settling what was committed: in order, by anybody, whatever fails; locks, clocks and screens."""

import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageLogEntry, Revision

from cms.content.models import File, Term, Topic
from cms.publication import clock
from cms.publication.changelog import companions, scheduled_jobs, worker_thread
from cms.publication.changelog.log import Log
from cms.publication.changelog.scheduled_jobs import REPAIR, SCHEDULE, run_due
from cms.publication.changelog.worker import Worker
from cms.publication.glossary.term_reconciler import TermReconciler
from cms.publication.intents import installation, settlement
from cms.publication.intents.concerned import concerned_by
from cms.publication.intents.pending import backlog, due, pages_of
from cms.publication.intents.settlement import settle
from cms.publication.models import ConsumerOffset, Edition, Intent, LogHead
from cms.publication.reconciliation import made_by
from cms.publication.reconciliation.reconciler import Reconciler
from tests.factories import content as make

from .editions import payload, state
from .editors import edit_url, editor, said
from .shelf import Shelf, a_shelf, run

pytestmark = pytest.mark.django_db


def test_what_takes_something_from_readers_is_settled_first(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf()
    Topic.objects.filter(pk=shelf.topic.pk).update(name="English: renamed")
    make.fresh(shelf.beside).unpublish()
    monkeypatch.setattr(settlement, "BATCH", 1)
    batch = list(due()[:1])
    assert concerned_by(batch).items == {shelf.beside.translation_key}
    settle()
    assert state(shelf.beside) == "withdrawn"


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> tuple[Shelf, list[bool]]:
    """A shelf whose page `beside` cannot be reconciled, until the list is emptied."""
    shelf, ill = a_shelf(), [True]
    reconcile = Reconciler.reconcile

    def broken(self: Reconciler, items: Any) -> Any:
        if ill and shelf.beside.translation_key in set(items):
            raise ValueError("indigestible")
        return reconcile(self, items)

    monkeypatch.setattr(Reconciler, "reconcile", broken)
    return shelf, ill


def test_what_cannot_be_settled_keeps_nothing_else_from_it_and_is_tried_again(
    poisoned: tuple[Shelf, list[bool]], caplog: pytest.LogCaptureFixture
) -> None:
    shelf, ill = poisoned
    Page.objects.filter(pk__in=[shelf.beside.pk, shelf.welsh.pk]).update(live=False)
    settle()
    assert (state(shelf.beside), state(shelf.welsh)) == ("published", "withdrawn")
    (left,) = Intent.objects.all()
    assert (left.failures, left.last_error) == (1, "ValueError: indigestible")
    assert "not settled" in caplog.text
    caplog.clear()
    Intent.objects.update(retry_at=timezone.now())
    settle()
    assert Intent.objects.get().failures == 2
    assert caplog.text == ""
    ill.clear()
    Intent.objects.update(retry_at=timezone.now())
    settle()
    assert (state(shelf.beside), Intent.objects.count()) == ("withdrawn", 0)


def test_what_failed_waits_for_its_time(poisoned: tuple[Shelf, list[bool]]) -> None:
    shelf, ill = poisoned
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    settle()
    ill.clear()
    Intent.objects.update(retry_at=timezone.now() + timedelta(seconds=30))
    settle()
    assert state(shelf.beside) == "published"


def test_the_status_and_the_backlog_tell_what_waits_since_when(poisoned: tuple[Shelf, list[bool]]) -> None:
    shelf, _ = poisoned
    out = StringIO()
    call_command("worker", status=True, stdout=out)
    assert "to be settled: nothing" in out.getvalue()
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    settle()
    Intent.objects.update(at=timezone.now() - timedelta(seconds=90))
    found = backlog()
    assert (found.count, [intent.last_error for intent in found.failing]) == (1, ["ValueError: indigestible"])
    call_command("worker", status=True, stdout=out)
    assert "to be settled: 1 change(s), the oldest for 9" in out.getvalue()
    assert "ValueError: indigestible; 1 failure(s), tried again at" in out.getvalue()


def test_a_worker_settles_before_anything_else() -> None:
    shelf = a_shelf()
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    Worker(stop=bool, wait=lambda seconds: None)._urgent()
    assert state(shelf.beside) == "withdrawn"


def test_a_term_and_an_item_of_one_commit_are_settled_in_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf()
    Term.objects.filter(pk=shelf.term.pk).update(definition="English: otherwise")
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    logs: list[Log] = []
    for reconciler in (TermReconciler, Reconciler):
        monkeypatch.setattr(reconciler, "__init__", noting(logs, reconciler.__init__))
    changes = settle()
    assert len({id(log) for log in logs}) == 1
    assert {shelf.term.translation_key, shelf.beside.translation_key} <= {change.item for change in changes}
    assert [change.version for change in changes] == sorted({change.version for change in changes})


def noting(logs: list[Log], begin: Callable[..., None]) -> Callable[..., None]:
    def init(self: Any, log: Log) -> None:
        logs.append(log)
        begin(self, log)

    return init


def test_a_request_of_the_admin_settles_what_gave_no_signal(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf()
    File.objects.filter(pk=shelf.file.pk).update(collection=shelf.closed)
    client.get("/admin/login/")
    assert Intent.objects.exists()
    client.post("/admin/login/", {"username": "nobody", "password": "nothing"})
    assert payload(shelf.page)["files"] == []


def test_a_request_leaves_what_was_only_written_down_to_a_worker(client: Any) -> None:
    shelf = a_shelf()
    PageLogEntry.objects.log_action(instance=make.fresh(shelf.page), action="wagtail.publish")
    assert Intent.objects.exists()
    client.post("/admin/login/", {"username": "nobody", "password": "nothing"})
    assert Intent.objects.exists()
    Worker(wait=lambda seconds: None)._urgent()
    assert not Intent.objects.exists()


def test_the_thread_of_a_serving_process_settles_and_keeps_time_and_follows_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Worker] = []
    monkeypatch.setattr(companions, "_factories", {})  # they would work on after this test
    monkeypatch.setattr(Worker, "run", lambda worker, poll: made.append(worker))
    worker_thread.start().join()
    assert [(worker._followers(), worker._stop()) for worker in made] == [([], False)]


def test_what_is_owed_to_everything_is_done_by_the_repair_at_once() -> None:
    shelf = a_shelf()
    assert run_due(REPAIR)
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    Intent.objects.all().delete()
    assert not run_due(REPAIR)
    installation.note_everything()
    settle()
    assert state(shelf.beside) == "published"
    assert run_due(REPAIR)
    assert (state(shelf.beside), Intent.objects.count()) == ("withdrawn", 0)


def test_a_release_that_makes_editions_otherwise_makes_them_anew_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf()
    made_by.note_start()
    assert run_due(REPAIR)
    assert not run_due(REPAIR)
    monkeypatch.setattr(scheduled_jobs, "fingerprint", lambda: "newer")
    monkeypatch.setattr(made_by, "fingerprint", lambda: "newer")
    assert not run_due(REPAIR)  # not started yet: the older release may still run
    Edition.objects.filter(item=shelf.beside.translation_key).update(title="as the older release had it")
    made_by.note_start()
    assert run_due(REPAIR)
    assert not Edition.objects.filter(title="as the older release had it").exists()
    assert not run_due(REPAIR)
    monkeypatch.undo()
    assert not run_due(REPAIR)  # the older one leaves them alone


def test_the_fingerprint_is_of_the_code_that_makes_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {path.name for path in made_by._sources()}
    assert {"composition.py", "desired_state.py", "item.py", "stream.py", "page_judge.py", "lexicon.py"} <= names
    assert names.isdisjoint({"0001_initial.py", "worker.py", "item_queries.py"})
    before = made_by.fingerprint()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path.name == "cards.py" else b""))
    made_by.fingerprint.cache_clear()
    assert made_by.fingerprint() != before
    monkeypatch.undo()
    made_by.fingerprint.cache_clear()
    assert made_by.fingerprint() == before


def test_the_status_tells_how_far_the_repair_has_come() -> None:
    ConsumerOffset.objects.create(
        name="repair", held_by="somebody", held_until=timezone.now(), state={"step": 3, "steps": 8}
    )  # fmt: skip
    out = StringIO()
    call_command("worker", status=True, stdout=out)
    assert "repair: never done; step 3 of 8; in hand by somebody" in out.getvalue()


def test_what_is_due_by_the_clock_is_done_at_its_second() -> None:
    shelf = a_shelf()
    scheduled = make.landing(make.fresh(shelf.page).get_parent(), "en", live=False)
    assert run_due(SCHEDULE)
    assert not run_due(SCHEDULE)
    past = timezone.now() - timedelta(seconds=1)
    Page.objects.filter(pk=shelf.beside.pk).update(expire_at=past)
    settle()
    with make.committed():
        scheduled.go_live_at = timezone.now() + timedelta(seconds=30)
        scheduled.save_revision().publish()
    revision = make.fresh(scheduled).latest_revision
    revision.content["go_live_at"] = past.isoformat()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=revision.content)
    with make.committed():
        assert run_due(SCHEDULE)
    assert not make.fresh(shelf.beside).live
    assert (state(shelf.beside), state(scheduled)) == ("withdrawn", "published")
    assert not run_due(SCHEDULE)


# Locks and clocks


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_the_log_leaves_it_to_others_and_the_editor_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    page = make.landing(make.home("en"), "en")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                LogHead.objects.select_for_update().get()
                held.set()
                done.wait(20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        run("SET lock_timeout = '200ms'")
        make.fresh(page).unpublish()
        assert "canceling statement due to lock timeout" in caplog.text
        with pytest.raises(OperationalError):
            settle()
    finally:
        done.set()
        holder.join()
        run("RESET lock_timeout")
    assert state(page) == "published"
    settle()
    assert state(page) == "withdrawn"


@pytest.mark.postgres
def test_connections_give_up_locks_that_nobody_works_under() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)


@pytest.mark.postgres
def test_a_machine_whose_clock_is_wrong_decides_nothing_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    right = clock.shared_now()
    monkeypatch.setattr(timezone, "now", lambda: right + timedelta(hours=25))
    Worker(wait=lambda seconds: None).round()
    assert not ConsumerOffset.objects.filter(name="schedule").exists()
    repaired = ConsumerOffset.objects.get(name="repair").moved_at
    assert repaired is not None
    assert abs(repaired - right) < timedelta(minutes=1)
    monkeypatch.undo()
    Worker(wait=lambda seconds: None).round()
    assert ConsumerOffset.objects.filter(name="schedule").exists()


def test_a_wrong_clock_is_told_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("cms.publication.changelog.worker.is_wrong_here", lambda now: True)
    worker = Worker(wait=lambda seconds: None)
    worker.round()
    worker.round()
    assert caplog.text.count("is not the database's") == 1
    assert not ConsumerOffset.objects.filter(name="schedule").exists()


# The screens


def test_the_report_is_empty_or_says_what_waits_since_when_and_why(poisoned: tuple[Shelf, list[bool]]) -> None:
    shelf, _ = poisoned
    client = editor(make.fresh(shelf.page).get_parent())
    address = reverse("publication_admin:backlog")
    assert "Readers see every change that was published." in client.get(address).content.decode()
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    waiting = client.get(address).content.decode()
    assert shelf.beside.title in waiting
    assert "1 change" in waiting
    assert "Readers will see it in a moment." in waiting
    settle()
    installation.note_everything()
    failing = client.get(address).content.decode()
    assert "Tried 1 times without success; it is tried again. The error: ValueError: indigestible" in failing
    assert "All pages are gone through" in failing


def test_what_is_gone_is_named_by_its_kind() -> None:
    client = editor(make.homes()[0])
    Intent.objects.create(table="guides_guidepage", event="delete", row="987654", at=timezone.now())
    assert "Good practice guide 987654" in client.get(reverse("publication_admin:backlog")).content.decode()


def test_a_page_that_waits_for_its_turn_is_said_to_be_public_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = a_shelf()
    monkeypatch.setattr("cms.publication.reconciliation.receivers.settle", list)
    make.publish(shelf.beside, title="English: new")
    client = editor(make.fresh(shelf.page).get_parent())
    assert "readers will see it in a moment" in said(client.get(edit_url(shelf.beside)))


def test_a_change_is_named_in_the_language_of_the_screen() -> None:
    shelf = a_shelf()
    Page.objects.filter(pk=shelf.welsh.pk).update(live=False)
    for language, title in (("cy", shelf.welsh.title), ("en", shelf.page.title)):
        with translation.override(language):
            assert set(pages_of(Intent.objects.all()).values()) == {title}

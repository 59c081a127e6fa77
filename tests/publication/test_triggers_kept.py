"""A `migrate` that fails leaves the release that serves the triggers by which it notes what changes."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations import Migration, RunSQL
from wagtail.models import Page

from cms.publication.intents import installation, triggers
from cms.publication.intents.pending import EVERYTHING
from cms.publication.intents.settlement import settle
from cms.publication.models import Intent

from .shelf import a_shelf

pytestmark = pytest.mark.django_db


class Changes(Migration):
    """It changes a column, before which all triggers are removed."""

    operations = (RunSQL(""),)


PLAN: list[tuple[Migration, bool]] = [(Changes("changes", "publication"), False)]


def migrate_and_fail(plan: list[tuple[Migration, bool]]) -> None:
    with installation.kept_where_it_fails("default"):
        installation.before_migrating(using="default", plan=plan)
        raise OperationalError("canceling statement due to lock timeout")


def test_a_migration_that_fails_leaves_the_triggers_that_there_were() -> None:
    there = triggers.installed(connection)
    with pytest.raises(OperationalError):
        migrate_and_fail([])
    assert not Intent.objects.filter(table=EVERYTHING).exists()
    with pytest.raises(OperationalError):
        migrate_and_fail(PLAN)
    assert triggers.installed(connection) == there
    assert Intent.objects.filter(table=EVERYTHING).count() == 1


def test_what_is_put_back_notes_changes() -> None:
    shelf = a_shelf()
    with pytest.raises(OperationalError):
        migrate_and_fail(PLAN)
    settle()
    Intent.objects.all().delete()
    Page.objects.filter(pk=shelf.beside.pk).update(live=False)
    assert Intent.objects.exists()


def refuse(*given: object) -> None:
    raise OperationalError("canceling statement due to lock timeout")


def test_a_table_that_somebody_holds_is_tried_again_and_then_told_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    there, create, refused = triggers.installed(connection), triggers.create, []

    def create_later(*given: object) -> None:
        refused.append(given)
        if len(refused) <= len(there) + 1:
            refuse()
        create(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(triggers, "create", create_later)
    with pytest.raises(OperationalError):
        migrate_and_fail(PLAN)
    assert triggers.installed(connection) == there
    assert "What to do" not in caplog.text
    monkeypatch.setattr(triggers, "create", refuse)
    with pytest.raises(OperationalError):
        migrate_and_fail(PLAN)
    assert "What to do: run manage.py migrate again" in caplog.text

"""The triggers that note intents: made by `migrate`, missed by a check, out of the way of migrations that change columns."""

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class
from django.core.management.base import SystemCheckError
from django.db import connection, models
from django.db.migrations import CreateModel, Migration, RemoveField
from django.db.migrations.operations.base import Operation

from cms.publication.intents import installation, triggers
from cms.publication.intents.pending import EVERYTHING
from cms.publication.intents.watched import watched
from cms.publication.models import Intent
from tests.factories import content as make

pytestmark = pytest.mark.django_db


def test_all_triggers_are_in_place_and_their_names_are_different() -> None:
    wanted = triggers.wanted(connection.vendor)
    assert wanted.keys() == triggers.installed(connection).keys()
    assert len(wanted) == len(list(watched()))
    assert all(len(name) <= 63 for name in wanted)
    assert installation.changes_are_noted(databases=["default"]) == []


def test_migrating_is_not_refused_for_want_of_what_it_makes() -> None:
    name, table = next(iter(triggers.installed(connection).items()))
    triggers.drop(connection, {name: table})
    with pytest.raises(SystemCheckError):
        BaseCommand().check(databases=["default"])
    load_command_class(get_commands()["migrate"], "migrate").check(databases=["default"])


def test_a_trigger_that_is_missing_or_of_another_release_is_an_error_and_is_mended_by_migrating() -> None:
    make.home("en")
    name, table = next(iter(triggers.installed(connection).items()))
    triggers.drop(connection, {name: table})
    (error,) = installation.changes_are_noted(databases=["default"])
    assert error.id == "publication.E003"
    assert table in error.msg
    installation.after_migrating(using="default")
    assert installation.changes_are_noted(databases=["default"]) == []
    assert Intent.objects.filter(table=EVERYTHING).count() == 1
    installation.after_migrating(using="default")
    assert Intent.objects.filter(table=EVERYTHING).count() == 1


def planned(*operations: Operation) -> list[tuple[Migration, bool]]:
    return [(type("Migration", (Migration,), {"operations": operations})("tried", "publication"), False)]


def test_triggers_make_way_for_migrations_that_change_columns_and_only_for_them() -> None:
    installation.before_migrating(using="default", plan=[])
    assert triggers.installed(connection)
    installation.before_migrating(using="default", plan=planned(RemoveField("edition", "body")))
    assert triggers.installed(connection) == {}


def test_triggers_stay_where_a_migration_makes_what_is_new_unless_tables_are_made_anew_for_it() -> None:
    new = planned(CreateModel("Tried", [("id", models.BigAutoField(primary_key=True))]))
    installation.before_migrating(using="default", plan=new)
    assert bool(triggers.installed(connection)) == (connection.vendor == "postgresql")
    ((migration, _),) = new
    installation.before_migrating(using="default", plan=[(migration, True)])
    assert triggers.installed(connection) == {}

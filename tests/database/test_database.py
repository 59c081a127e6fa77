"""What tests are given for their database is what migrating, publishing and translating would have made."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cms.publication.models import Edition
from tests.database import flushed
from tests.database.fingerprint import fingerprint
from tests.database.once import is_untouched, nothing_is_written_yet, once
from tests.database.rows import everything
from tests.factories import content as make

_built: list[str] = []


@once
def scene(name: str) -> str:
    _built.append(name)
    make.homes("en")
    return name


@pytest.mark.django_db
def test_a_scene_is_built_once_and_then_put_back_to_the_last_row() -> None:
    point = transaction.savepoint()
    before = everything()
    assert is_untouched()
    scene("first")
    built = everything()
    assert (Edition.objects.count(), is_untouched()) == (2, False)
    transaction.savepoint_rollback(point)
    assert everything() == before
    nothing_is_written_yet()
    scene("first")
    assert everything() == built
    assert _built.count("first") == 1


@pytest.mark.django_db
def test_a_test_that_has_written_something_builds_its_own() -> None:
    assert is_untouched()
    make.topic("en")
    assert not is_untouched()


@pytest.mark.django_db
def test_a_test_with_settings_of_its_own_builds_its_own(settings) -> None:
    settings.CACHE_MAX_AGE = 7
    assert not is_untouched()


@pytest.mark.django_db
def test_what_a_test_makes_after_it_has_patched_something_is_given_to_no_other(monkeypatch) -> None:
    for marks in (make.MARKS, {"cy": "Newydd:", "en": "New:"}):
        point = transaction.savepoint()
        monkeypatch.setattr(make, "MARKS", marks)
        scene("patched")
        transaction.savepoint_rollback(point)
        nothing_is_written_yet()
    assert _built.count("patched") == 2


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_is_filled_again_as_it_was() -> None:
    before = everything()
    call_command("flush", verbosity=0, interactive=False)
    assert everything() != before
    flushed.put_back()
    assert everything() == before


@pytest.mark.django_db
def test_the_template_goes_when_a_setting_that_migrations_read_changes(settings) -> None:
    known = fingerprint(connection)
    assert fingerprint(connection) == known
    settings.LANGUAGE_CODE = "cy"
    assert fingerprint(connection) != known

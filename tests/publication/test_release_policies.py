"""What the settings say of how languages go out, and what an installation has when it begins to release."""

import importlib
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from cms.content.declaration import registry
from cms.publication import checks
from cms.publication.models import Edition, Release, ReleasedVersion
from tests.factories import content as make

from .editions import edition, newest, payload, state
from .pairs import changes_of, kinds, pair, seen, titles

pytestmark = pytest.mark.django_db
MIGRATION = "cms.publication.migrations.0010_releases"


def become_an_installation_from_before() -> None:
    """No release was ever recorded; then the migration is made."""
    ReleasedVersion.objects.all().delete()
    Release.objects.all().delete()
    importlib.import_module(MIGRATION).release_what_is_public(apps, connection.schema_editor())


def test_each_language_goes_by_itself_where_they_are_independent(settings: Any) -> None:
    settings.RELEASE_POLICY = "independent"
    page, welsh = pair()
    make.publish(page, title="English: two")
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}
    assert edition(welsh).translation_status == "stale"  # type: ignore[union-attr]
    with make.committed():
        welsh.unpublish()
    assert (state(page), state(welsh)) == ("published", "withdrawn")
    assert kinds(page) == ["first", "alone", "alone", "take-down"]


def test_only_the_first_publication_and_take_downs_are_of_both_where_the_policy_says_so(settings: Any) -> None:
    settings.RELEASE_POLICY = "together-at-first"
    home, _ = make.homes()
    page = make.landing(home, "en", title="English: one")
    assert seen(page) == {}
    welsh = make.translate(page)
    assert seen(page) == titles("en", "one")
    make.publish(page, title="English: two")
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}
    with make.committed():
        make.fresh(welsh).unpublish()
    assert seen(page) == {}


def test_a_type_of_content_may_have_a_policy_of_its_own(settings: Any) -> None:
    settings.RELEASE_POLICY, settings.RELEASE_POLICY_BY_TYPE = "together", {"landing": "independent"}
    home, _ = make.homes()
    assert state(make.landing(home, "en")) == "published"
    assert state(make.resource(home, "en")) == "missing"


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets the landing page's declaration name a policy."""

    def declare(policy: str) -> None:
        kind = replace(registry.item_types()["landing"], release_policy=policy)
        monkeypatch.setitem(registry._TYPES, "landing", kind)
        monkeypatch.setitem(registry._OF_PAGE, kind.page, kind)

    return declare


def test_a_type_declares_its_policy_and_the_setting_of_the_type_goes_before(settings: Any, declared: Any) -> None:
    settings.RELEASE_POLICY = "together"
    declared("independent")
    home, _ = make.homes()
    assert state(make.landing(home, "en")) == "published"
    assert state(make.resource(home, "en")) == "missing"
    settings.RELEASE_POLICY_BY_TYPE = {"landing": "together"}
    assert state(make.landing(home, "en")) == "missing"


def test_a_declared_policy_that_there_is_not_is_named_at_start(declared: Any) -> None:
    assert checks.types_declare_policies_that_there_are() == []
    declared("apart")
    (found,) = checks.types_declare_policies_that_there_are()
    assert (found.id, "LandingPayload" in found.msg, "together-at-first" in found.msg) == (
        "publication.E005",
        True,
        True,
    )


def test_a_policy_for_a_type_that_there_is_not_is_an_error(settings: Any) -> None:
    assert checks.policies_name_types() == []
    settings.RELEASE_POLICY_BY_TYPE = {"leaflet": "independent"}
    assert [found.id for found in checks.policies_name_types()] == ["publication.E004"]


def test_the_check_tells_what_another_policy_would_change(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.RELEASE_POLICY = "together"
    page, _ = pair()
    make.publish(page, title="English: two")
    call_command("rebuild_publication", "--check", verbosity=0)
    settings.RELEASE_POLICY = "independent"
    with pytest.raises(SystemExit):
        call_command("rebuild_publication", "--check", verbosity=0)
    assert f"{page.translation_key} cy,en published" in capsys.readouterr().out
    assert seen(page) == titles("en", "one")


def test_an_upgrade_changes_nothing_for_readers_and_then_languages_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "independent"
    current, _ = pair()
    stale, stale_welsh = pair(beside=current)
    make.publish(stale, title="English: two")
    single = make.landing(make.fresh(current).get_parent(), "en", title="English: alone")
    incomplete, incomplete_welsh = pair(beside=current)
    make.translate(make.publish(incomplete, title="English: three"), fallback=True, without=("title",))
    before = {row.pk: bytes(row.body) for row in Edition.objects.all()}
    version = newest()
    become_an_installation_from_before()
    settings.RELEASE_POLICY = "together"
    call_command("rebuild_publication", "--check", verbosity=0)
    call_command("rebuild_publication", verbosity=0)
    assert {row.pk: bytes(row.body) for row in Edition.objects.all()} == before
    assert newest() == version
    assert payload(incomplete_welsh)["title"] == "Cymraeg: one"
    for page in (current, single):
        title = seen(page)["en"]
        make.publish(page, title="English: new")
        assert seen(page)["en"] == title
    make.translate(stale)
    assert seen(stale) == titles("en", "two")
    assert edition(stale_welsh).translation_status == "current"  # type: ignore[union-attr]
    make.translate(single)
    assert seen(single) == titles("en", "new")
    assert changes_of(current, version) == []

"""One address, one item: who has an address keeps it, who waits gets it when it is free, and no address mixes languages."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.publication.intents.settlement import settle
from cms.publication.models import AddressClaim, Edition, Intent
from cms.publication.reconciliation.actions import reconcile
from cms.publication.reconciliation.rebuilding import all_items, differences
from home.models import HomePage
from tests.database.once import once
from tests.factories import content as make
from tests.factories import editions

from .editions import log_since, newest, payload, state

pytestmark = pytest.mark.django_db


def second_home(language: Any = "en", **fields: Any) -> Any:
    return make.page(HomePage, Page.objects.get(depth=1), language, **fields)


def reslug(page: Any, slug: str) -> None:
    """As SQL does it, with the addresses below."""
    row = Page.objects.get(pk=page.pk)
    old, new = row.url_path, f"{row.url_path.rstrip('/').rpartition('/')[0]}/{slug}/"
    for each in Page.objects.filter(path__startswith=row.path):
        Page.objects.filter(pk=each.pk).update(url_path=new + each.url_path[len(old) :])
    Page.objects.filter(pk=page.pk).update(slug=slug)


def paths() -> list[str]:
    return sorted(Edition.objects.filter(state="published").values_list("path", flat=True))


def rests() -> bool:
    settle()
    return not Intent.objects.exists() and differences(all_items()) == []


def test_the_database_has_no_two_public_editions_at_an_address() -> None:
    editions.edition("en", path="/en/a/")
    editions.withdrawn("en", path="/en/a/")
    with pytest.raises(IntegrityError), transaction.atomic():
        editions.edition("en", path="/en/a/")


def test_a_second_home_page_waits_and_so_does_all_below_it() -> None:
    home = make.home("en")
    guide = make.landing(home, "en", slug="guide")
    other = second_home()
    same, own = make.landing(other, "en", slug="guide"), make.landing(other, "en", slug="own")
    assert [state(page) for page in (home, guide, other, same, own)] == [*["published"] * 2, *["missing"] * 3]
    assert rests()
    assert [step["title"] for step in payload(guide)["breadcrumb"]] == [home.title]
    with make.committed():
        make.fresh(home).unpublish()
    settle()
    assert [state(page) for page in (home, guide, other, same, own)] == [*["withdrawn"] * 2, *["published"] * 3]
    assert rests()
    with make.committed():
        make.fresh(other).delete()
        make.fresh(home).get_latest_revision().publish()
    settle()
    assert [state(page) for page in (home, guide, other, same, own)] == [*["published"] * 2, *["gone"] * 3]
    assert not AddressClaim.objects.exists()
    assert rests()


def test_who_has_an_address_keeps_it_whoever_was_first() -> None:
    home = make.home("en")
    old, new = make.landing(home, "en", slug="old"), make.landing(home, "en", slug="new")
    reslug(old, "new")
    settle()
    assert (state(old), state(new), paths()) == ("withdrawn", "published", ["/en/", "/en/new/"])
    assert rests()
    reslug(new, "newer")
    settle()
    assert paths() == ["/en/", "/en/new/", "/en/newer/"]
    assert rests()


def test_two_pages_change_places_in_one_settlement_and_in_two() -> None:
    home = make.home("en")
    one, two = make.landing(home, "en", slug="one"), make.landing(home, "en", slug="two")
    below = make.landing(one, "en", slug="below")
    reslug(one, "two")
    reslug(two, "one")
    settle()
    assert {page: payload(page)["path"] for page in (one, two, below)} == {
        one: "/en/two/", two: "/en/one/", below: "/en/two/below/",
    }  # fmt: skip
    assert rests()
    reslug(one, "one")
    reslug(two, "two")
    reconcile([one.translation_key])
    assert payload(one)["path"] == "/en/one/"
    assert rests()


def test_what_stands_below_pages_that_change_places_goes_along_whoever_is_settled_first() -> None:
    home = make.home("en")
    one, two = make.landing(home, "en", slug="one"), make.landing(home, "en", slug="two")
    below = make.landing(one, "en", slug="below")
    version = newest()
    reslug(one, "two")
    reslug(two, "one")
    reconcile([below.translation_key])
    assert [payload(page)["path"] for page in (one, two, below)] == ["/en/two/", "/en/one/", "/en/two/below/"]
    assert {kind for kind, _ in log_since(version)} == {"moved", "published"}
    assert rests()


def test_a_chain_of_moves_frees_each_address_for_the_next() -> None:
    home = make.home("en")
    pages = [make.landing(home, "en", slug=f"p{number}") for number in range(4)]
    for number, page in enumerate(pages):
        reslug(page, f"p{number + 1}")
    settle()
    assert [payload(page)["path"] for page in pages] == [f"/en/p{number + 1}/" for number in range(4)]
    assert rests()


def test_a_new_page_takes_the_address_that_another_leaves_in_the_same_settlement() -> None:
    home = make.home("en")
    old = make.landing(home, "en", slug="here")
    reslug(old, "there")
    new = home.add_child(
        instance=type(old)(title="English: new", slug="here", summary="English: s", locale=home.locale)
    )
    new.save_revision().publish()
    settle()
    assert (payload(old)["path"], payload(new)["path"]) == ("/en/there/", "/en/here/")


def sections(*numbers: str) -> list[Any]:
    framework = make.framework(make.home("en"), "en")
    return [make.section(framework, "en", number) for number in numbers]


def test_two_sections_of_one_number_are_not_both_public() -> None:
    first, second = sections("6", "7")
    make.publish(second, number="6")
    assert (state(first), state(second)) == ("published", "withdrawn")
    assert Edition.objects.filter(type="section", number="6", state="published").count() == 1
    assert rests()
    make.publish(first, number="8")
    settle()
    assert (state(first), state(second)) == ("published", "published")
    assert rests()


def test_sections_exchange_their_numbers() -> None:
    first, second = sections("6", "7")
    for page, number in ((first, "7"), (second, "6")):
        row = make.fresh(page)
        row.number = number
        row.save_revision().publish()
    settle()
    assert (payload(first)["number"], payload(second)["number"]) == ("7", "6")
    assert rests()


def test_one_number_in_two_languages_is_one_section() -> None:
    framework = make.framework(make.homes("en")[0], "en")
    make.translate(framework)
    section = make.section(framework, "en", "6")
    welsh = make.translate(section)
    assert (state(section), state(welsh)) == ("published", "published")


def test_no_address_mixes_languages() -> None:
    home, welsh_home = make.homes("en")
    strange = make.landing(welsh_home, "en", slug="strange")
    below = make.landing(strange, "en")
    deeper = make.landing(below, "cy")
    assert [state(page) for page in (strange, below, deeper)] == ["missing"] * 3
    assert rests()
    with make.committed():
        make.fresh(strange).move(make.fresh(home), pos="last-child")
    settle()
    assert [state(page) for page in (strange, below, deeper)] == ["published", "published", "missing"]


def test_what_stands_below_an_address_that_another_takes_goes() -> None:
    home = make.home("en")
    draft = second_home(live=False)
    with make.committed():
        make.fresh(home).unpublish()
    below = make.landing(draft, "en", slug="below")
    settle()
    assert state(below) == "published"
    with make.committed():
        make.fresh(home).get_latest_revision().publish()
    settle()
    assert (state(home), state(below)) == ("published", "withdrawn")
    assert rests()


@once
def _four() -> list[Any]:
    home = make.home("en")
    return [make.landing(home, "en", slug=f"p{number}") for number in range(4)]


STEPS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("pqr"), st.booleans()), min_size=1, max_size=8)


@pytest.mark.repetitive
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_renamed_addresses_are_unique_and_the_repair_comes_to_rest(steps: Any) -> None:
    with transaction.atomic():
        pages = _four()
        for number, slug, at_once in steps:
            reslug(pages[number], slug)
            if at_once:
                settle()
        assert rests()
        public = paths()
        assert len(public) == len(set(public))
        wanted = {f"/en/{make.fresh(page).slug}/" for page in pages}
        assert set(public) == {"/en/", *wanted}
        assert AddressClaim.objects.count() == 4 - len(wanted)
        transaction.set_rollback(True)


def test_where_two_were_public_at_one_address_the_migration_leaves_the_first() -> None:
    migration = import_module("cms.publication.migrations.0009_one_edition_an_address")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_edition_an_address")
    first = editions.edition("en", path="/en/a/", state_since=datetime(2026, 1, 1, tzinfo=UTC))
    second = editions.edition("en", path="/en/a/", state_since=datetime(2026, 1, 2, tzinfo=UTC))
    version = newest()
    migration.withdraw_doubles(apps, None)
    states = dict(Edition.objects.values_list("pk", "state"))
    assert states == {first.pk: "published", second.pk: "withdrawn"}
    assert bytes(Edition.objects.get(pk=second.pk).body) == b""
    assert log_since(version) == [("withdrawn", "en")]

"""What writing costs, in statements: it must not grow with the pages there are, nor with the items of a batch."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publication.models import Edition, Facet
from cms.publication.reconciliation.actions import reconcile
from tests.factories import content as make
from tests.factories import editions

from .editions import payload

pytestmark = pytest.mark.django_db


def add_siblings(home: Any, wanted: int) -> None:
    """Editions below the home page until there are `wanted`, made without pages."""
    there = Edition.objects.filter(parent=home.translation_key).count()
    for number in range(there, wanted):
        editions.edition(
            "en", type="landing", parent=home.translation_key, path=f"/en/sibling-{number}/", position=f"{number:09}"
        )


def statements_of_publishing(page: Any, **fields: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        make.publish(page, **fields)
    return len(queries)


@pytest.mark.parametrize(("few", "many"), [(5, 60), (110, 160)])
@pytest.mark.parametrize("field", ["title", "change_note"])
def test_a_publication_takes_as_many_statements_however_many_pages_there_are(field: str, few: int, many: int) -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    make.publish(page, **{field: make.words("en")})
    add_siblings(home, few)
    before = statements_of_publishing(page, **{field: make.words("en")})
    add_siblings(home, many)
    assert statements_of_publishing(page, **{field: make.words("en")}) == before


def statements_of_making(items: list[UUID]) -> int:
    Edition.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        reconcile(items)
    assert Edition.objects.filter(state="published").count() == 2 * len(items)
    return len(queries)


def test_a_batch_takes_as_many_statements_for_few_items_as_for_many() -> None:
    home = make.homes("en")[0]
    topic, publisher = make.topic(), make.organisation()
    for snippet in (topic, publisher):
        make.translate(snippet)
    index = make.guide_index(home, "en")
    make.translate(index)
    pages = [
        make.guide(
            index, "en", topics=[("topic", topic)], publisher=publisher, related=[("page", home)], audiences=["parents"]
        )
        for _ in range(6)
    ]
    for page in pages:
        make.translate(page)
    items = [page.translation_key for page in pages]
    assert statements_of_making(items) == statements_of_making(items[:2])


def test_what_is_already_so_is_not_written_again() -> None:
    page = make.landing(make.home("en"), "en", audiences=["parents"])
    with CaptureQueriesContext(connection) as queries:
        assert reconcile([page.translation_key]) == []
    written = [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert [sql for sql in written if "publication_loghead" not in sql] == []


def test_the_number_of_children_leaves_out_those_that_have_expired() -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    add_siblings(home, 104)
    for number in range(3):
        editions.expired("en", parent=home.translation_key, path=f"/en/expired-{number}/", position="1")
    editions.expired("cy", parent=home.translation_key, path="/cy/expired/", position="1")
    editions.withdrawn("en", parent=home.translation_key, path="/en/withdrawn/", position="1")
    make.publish(page, title=make.words("en"))
    assert payload(home)["children_total"] == 104
    assert len(payload(home)["children"]) == 100


def test_facets_of_several_items_change_together() -> None:
    home = make.home("en")
    first, second = (make.landing(home, "en", audiences=["parents", "carers"]) for _ in range(2))
    items = [first.translation_key, second.translation_key]
    Facet.objects.filter(edition__item=items[0], value="parents").delete()
    Facet.objects.create(edition=Edition.objects.get(item=items[1]), name="audience", value="referees")
    kept = set(Facet.objects.filter(value="carers").values_list("pk", flat=True))
    reconcile(items)
    for item in items:
        found = Facet.objects.filter(edition__item=item, name="audience").values_list("value", flat=True)
        assert sorted(found) == ["carers", "parents"]
    assert set(Facet.objects.filter(value="carers").values_list("pk", flat=True)) == kept


def test_an_edition_shows_what_is_stored_of_it_after_a_batch() -> None:
    """The second half of a run goes on with the rows of the first half, without reading them again."""
    home = make.home("en")
    pages = [make.landing(home, "en", audiences=["parents"]) for _ in range(2)]
    before = {row.item: (row.digest, bytes(row.body), row.content) for row in Edition.objects.all()}
    Edition.objects.all().delete()
    reconcile([page.translation_key for page in (home, *pages)])
    for row in Edition.objects.all():
        assert (row.digest, row.content) == (before[row.item][0], before[row.item][2])
        assert f'"version":{row.version},'.encode() in bytes(row.body)


def test_a_rebuild_says_how_many_changes_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    home = make.home("en")
    make.landing(home, "en")
    Edition.objects.all().delete()
    call_command("rebuild_publication", verbosity=0)
    assert "2 items: 2 changes." in capsys.readouterr().out
    call_command("rebuild_publication", verbosity=0)
    assert "2 items: 0 changes." in capsys.readouterr().out

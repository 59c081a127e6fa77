"""What makes editions follow the pages: each change that editors make, found out by whom it concerns, reconciled once."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Collection, CollectionViewRestriction, Page, PageLogEntry, ReferenceIndex

from cms.content.models import File, Organisation, Term
from cms.publication.intents.concerned import concerned_by, items_below, items_referring
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Intent, SameInBoth
from cms.publication.queries import item_queries
from cms.publication.reconciliation import actions, receivers
from cms.publication.reconciliation.receivers import after_commit
from tests.factories import content as make

from .editions import edition, log_since, newest, payload, state

pytestmark = pytest.mark.django_db
Settled = list[int]


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Settled:
    """How many changes there were to settle, each time that somebody set about it."""
    calls: Settled = []
    monkeypatch.setattr(receivers, "settle", lambda: calls.append(Intent.objects.count()))
    return calls


def concerned() -> set[UUID]:
    """The items that unsettled changes concern."""
    return concerned_by(Intent.objects.all()).items


def test_what_a_part_of_a_transaction_changed_is_forgotten_with_it(settled: Settled) -> None:
    with make.committed(), transaction.atomic():
        after_commit()
        transaction.set_rollback(True)
    assert settled == []


def test_what_is_committed_while_there_is_settling_is_settled_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def settle() -> None:
        calls.append(1)
        if len(calls) == 1:
            after_commit()

    monkeypatch.setattr(receivers, "settle", settle)
    with make.committed():
        after_commit()
    assert len(calls) == 2


def test_a_failure_is_logged_and_what_was_changed_stays_noted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = make.landing(make.home("en"), "en")
    with monkeypatch.context() as patched:
        patched.setattr(receivers, "settle", lambda: 1 / 0)
        with make.committed():
            make.fresh(page).unpublish()
    assert "division by zero" in caplog.text
    assert (state(page), Intent.objects.filter(urgent=True).count()) == ("published", 1)
    settle()
    assert state(page) == "withdrawn"


@pytest.fixture
def library() -> tuple[Any, Any, Any, Any]:
    """A Welsh page that is live but not public, with a public page below it; the home page and a page beside it."""
    home, welsh_home = make.homes("en")
    framework = make.framework(home, "en", slug="framework")
    hidden = make.translate(framework, fallback=True, without=("summary",))
    section = make.translate(make.section(framework, "en", slug="six"))
    assert (state(hidden), state(section)) == ("missing", "published")
    return welsh_home, hidden, section, make.landing(welsh_home, "cy", slug="newydd")


def test_a_new_address_of_a_page_that_is_not_public_itself_moves_what_is_below_it(library: Any) -> None:
    _, hidden, section, _ = library
    before = newest()
    make.publish(hidden, slug="arall")
    assert payload(section)["path"] == f"/cy/arall/{section.slug}/"
    # Of two items, which are told of in the order of their ids.
    assert sorted(log_since(before)) == [("moved", "cy"), ("published", "en")]


def test_a_page_that_is_not_public_itself_takes_what_is_below_it_along_when_it_moves(library: Any) -> None:
    _, hidden, section, target = library
    with make.committed():
        make.fresh(hidden).move(make.fresh(target), pos="last-child")
    assert payload(section)["path"] == f"/cy/newydd/{hidden.slug}/{section.slug}/"
    assert [step["path"] for step in payload(section)["breadcrumb"]] == ["/cy/", "/cy/newydd/"]


def test_a_move_changes_the_order_below_the_parent_that_is_left_and_below_the_new_one() -> None:
    home = make.home("en")
    old, new = make.landing(home, "en"), make.landing(home, "en")
    pages = [make.landing(parent, "en") for parent in (old, old, new)]
    with make.committed():
        make.fresh(pages[0]).move(make.fresh(pages[2]), pos="left")
    for page in pages:
        found = edition(page)
        assert found is not None
        assert found.position == make.fresh(page).path
    assert [child["id"] for child in payload(new)["children"]] == [str(pages[n].translation_key) for n in (0, 2)]
    assert [child["id"] for child in payload(old)["children"]] == [str(pages[1].translation_key)]


def test_the_order_of_pages_is_taken_over_in_both_languages_and_all_the_way_down() -> None:
    home, _ = make.homes()
    framework = make.framework(home, "en")
    first, second = (make.section(framework, "en", number=number) for number in ("1", "2"))
    make.translate(framework)
    welsh = make.translate(second)
    below = make.resource(second, "en")
    with make.committed():
        make.fresh(second).move(make.fresh(first), pos="left")
    for page in (first, second, below, welsh):
        found = edition(page)
        assert found is not None
        assert found.position == make.fresh(page).path


def test_a_language_that_is_begun_again_after_it_was_deleted_is_no_longer_gone() -> None:
    home, welsh_home = make.homes("en")
    page = make.landing(home, "en")
    translation = make.translate(page)
    with make.committed():
        make.fresh(translation).delete()
    assert state(translation) == "gone"
    with make.committed():
        make.fresh(page).copy_for_translation(make.locale("cy"))
    assert state(translation) == "withdrawn"
    assert state(welsh_home) == "published"


@pytest.mark.parametrize("action", ["wagtail_localize.convert_to_alias", "wagtail.convert_alias"])
def test_a_conversion_that_only_the_log_tells_of_wakes_who_settles(action: str) -> None:
    page = make.landing(make.home("en"), "en")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert state(page) == "published"
    with make.committed():
        PageLogEntry.objects.log_action(instance=page, action=action)
    assert state(page) == "withdrawn"


@pytest.fixture
def offering() -> tuple[File, Any]:
    """A file in a collection, and a page that offers it."""
    collection = Collection.get_first_root_node().add_child(name="Open")
    file = make.file("en")
    file.collection = collection
    file.save()
    return file, make.landing(make.home("en"), "en", files=[("file", {"title": "English: f", "file": file})])


def test_a_closed_collection_closes_those_below_it(offering: Any) -> None:
    file, page = offering
    below = Collection.objects.get(pk=file.collection_id).add_child(name="Below")
    File.objects.filter(pk=file.pk).update(collection=below)
    with make.committed():
        restriction = CollectionViewRestriction.objects.create(
            collection=Collection.objects.get(pk=file.collection_id), restriction_type="login"
        )
    assert payload(page)["files"] == []
    with make.committed():
        restriction.delete()
    assert len(payload(page)["files"]) == 1


def test_a_collection_that_is_saved_where_it_was_moved_to_closes_its_files(offering: Any) -> None:
    file, page = offering
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    Collection.objects.get(pk=file.collection_id).move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    with make.committed():
        Collection.objects.get(pk=file.collection_id).save()
    assert payload(page)["files"] == []


def test_pictures_of_a_closed_collection_are_shown_no_more() -> None:
    collection = Collection.get_first_root_node().add_child(name="Open")
    picture = make.picture()
    picture.collection = collection
    picture.save()
    block = {"picture": picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
    page = make.landing(make.home("en"), "en", body=[("image", block)])
    assert len(payload(page)["body"]) == 1
    with make.committed():
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert payload(page)["body"] == []


def test_what_is_new_and_used_nowhere_concerns_nobody(settled: Settled) -> None:
    make.file("en")
    make.picture()
    make.organisation("en")
    with make.committed():
        Collection.get_first_root_node().add_child(name="New")
    assert concerned() <= set(Organisation.objects.values_list("translation_key", flat=True))


def test_a_file_that_is_saved_or_deleted_concerns_the_pages_that_offer_it(offering: Any, settled: Settled) -> None:
    file, page = offering
    with make.committed():
        File.objects.get(pk=file.pk).save()
    assert concerned() <= {page.translation_key}
    with make.committed():
        File.objects.get(pk=file.pk).delete()
    assert concerned() == {page.translation_key}
    assert settled[-1] > 0


def test_a_snippet_in_one_language_concerns_the_pages_of_both() -> None:
    home, _ = make.homes("en")
    organisation = make.organisation("en", name="English: Agency")
    welsh = make.translate(organisation, name=organisation.name)
    translation = make.translate(make.landing(home, "en", publisher=organisation))
    assert state(translation) == "missing"
    for name, expected in (("Cymraeg: Asiantaeth", "published"), ("English: Agency", "withdrawn")):
        welsh.name = name
        with make.committed():
            welsh.save()
        assert state(translation) == expected


def test_a_snippet_concerns_only_the_pages_that_name_it(settled: Settled) -> None:
    home = make.home("en")
    named, other = make.organisation("en"), make.organisation("en")
    page = make.landing(home, "en", publisher=named)
    make.landing(home, "en", publisher=other)
    settle()
    named.name = "English: renamed"
    with make.committed():
        named.save()
    assert concerned() - {named.translation_key} == {page.translation_key}


def test_what_a_fixture_loads_wakes_nobody_and_is_noted(settled: Settled) -> None:
    organisation = make.organisation("en")
    settled.clear()
    with make.committed():
        post_save.send(Organisation, instance=organisation, created=False, raw=True)
    assert settled == []
    assert Intent.objects.filter(table=Organisation._meta.db_table, event="insert").exists()


def test_only_pages_depend_on_what_they_use() -> None:
    """An object of another kind that has the number of a page is not that page."""
    file = make.file("en")
    page = make.landing(make.home("en"), "en")
    organisation = ContentType.objects.get_for_model(Organisation)
    ReferenceIndex.objects.create(
        base_content_type=organisation, content_type=organisation, object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(File), to_object_id=str(file.pk),
        model_path="x", content_path="x", content_path_hash=uuid4(),
    )  # fmt: skip
    assert items_referring(File, {file.pk}) == set()


def test_below_a_page_are_its_own_item_and_those_in_its_tree() -> None:
    home = make.home("en")
    framework = make.framework(home, "en")
    section = make.section(framework, "en")
    make.landing(home, "en")
    assert items_below([framework.path]) == {framework.translation_key, section.translation_key}


def test_a_confirmation_concerns_the_item_or_those_that_name_the_snippet() -> None:
    home = make.home("en")
    topic, organisation = make.topic("en"), make.organisation("en")
    pages = [
        make.landing(home, "en", publisher=organisation),
        make.landing(home, "en", topics=[("topic", topic)]),
    ]
    settle()
    for key, expected in (
        (organisation.translation_key, pages[0].translation_key),
        (topic.translation_key, pages[1].translation_key),
        (home.translation_key, home.translation_key),
    ):
        SameInBoth.objects.create(item=key, text="x", digest="x")
        assert concerned() - {key} | {expected} == {expected}
        Intent.objects.all().delete()


def test_what_is_confirmed_is_confirmed_for_its_own_item_only() -> None:
    home, _ = make.homes("en")
    pages = [make.landing(home, "en", change_note="Cafcass Cymru") for _ in range(2)]
    translations = [make.translate(page, change_note="Cafcass Cymru") for page in pages]
    assert [state(page) for page in translations] == ["missing", "missing"]
    changes = actions.confirm_same(pages[0].translation_key, ["Cafcass Cymru"], None)
    assert [(row.kind, row.languages) for row in changes] == [("published", "cy,en"), ("published", "cy")]
    assert [state(page) for page in translations] == ["published", "missing"]
    assert actions.confirm_same(pages[0].translation_key, ["Cafcass Cymru"], None) == []


def test_an_action_without_items_does_not_touch_the_log() -> None:
    before = item_queries.generation()
    assert actions.reconcile([]) == actions.reconcile_terms([]) == []
    assert item_queries.generation() == before


def test_an_item_that_never_was_and_is_not_leaves_no_trace() -> None:
    before = newest()
    assert actions.reconcile([uuid4()]) == []
    assert newest() == before
    assert not Edition.objects.exists()


def test_a_term_in_a_third_language_is_no_language_of_ours() -> None:
    english, _ = make.term_pair("panel", "board")
    third = make.locale("en").__class__.objects.create(language_code="fr")
    with make.committed():
        Term.objects.create(
            translation_key=english.translation_key, locale_id=third.pk, name="comité", definition="définition"
        )
    assert actions.reconcile_terms([english.translation_key]) == []

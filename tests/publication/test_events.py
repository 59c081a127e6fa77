"""Each thing an editor does leads to the right editions and changes, and to nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.publication.models import Change, Edition
from cms.publication.reconciliation.actions import reconcile
from tests.factories import content as make

from .editions import edition, log_since, newest, payload, state

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("source", ["cy", "en"])


@BOTH
def test_a_published_page_is_an_edition_in_its_language_only(source: Any) -> None:
    home = make.home(source)
    assert state(home) == "published"
    assert payload(home)["title"] == home.title
    assert state(home, make.other(source)) == "missing"


@BOTH
def test_a_complete_translation_becomes_the_other_edition_and_both_show_each_other(source: Any) -> None:
    original, translation = make.homes(source)
    for page in (original, translation):
        states = {entry["language"]: entry for entry in payload(page)["languages"]}
        assert states["cy"]["state"] == states["en"]["state"] == "published"
        assert states["cy"]["translation_status"] == states["en"]["translation_status"] == "current"


@BOTH
def test_publishing_and_translating_never_calls_the_translation_stale_in_between(source: Any) -> None:
    home = make.home(source)
    before = newest()
    make.translate(home)
    assert log_since(before) == [("published", "cy,en")]


def test_a_draft_is_no_edition_and_changes_nothing() -> None:
    home, _ = make.homes()
    before = newest()
    draft = make.section(make.framework(home, "en", live=False), "en", live=False)
    assert state(draft) == "missing"
    assert newest() == before


@BOTH
def test_unpublishing_withdraws_the_edition_and_tells_the_twin(source: Any) -> None:
    original, translation = make.homes(source)
    before = newest()
    with make.committed():
        translation.unpublish()
    assert state(translation) == "withdrawn"
    assert state(original) == "published"
    assert log_since(before) == [("withdrawn", translation.locale.language_code), ("published", source)]
    twin = next(entry for entry in payload(original)["languages"] if entry["language"] != source)
    assert (twin["state"], twin["title"], twin["translation_status"]) == ("withdrawn", None, "missing")


def test_deleting_a_tree_ends_every_edition_in_it() -> None:
    home, _ = make.homes()
    framework = make.framework(home, "en")
    section = make.section(framework, "en")
    translated = make.translate(framework)
    with make.committed():
        make.fresh(framework).delete()
    assert state(framework) == state(section) == "gone"
    assert state(translated) == "published"
    assert payload(home)["children"] == []


def test_a_new_slug_moves_the_page_and_all_below_it() -> None:
    home = make.home("en")
    framework = make.framework(home, "en", slug="framework")
    section = make.section(framework, "en", slug="six")
    before = newest()
    make.publish(framework, slug="framework-for-wales")
    assert payload(framework)["path"] == "/en/framework-for-wales/"
    assert payload(section)["path"] == "/en/framework-for-wales/six/"
    assert payload(section)["breadcrumb"][-1]["path"] == "/en/framework-for-wales/"
    assert ("moved", "en") in log_since(before)
    assert Change.objects.filter(version__gt=before, item=section.translation_key, kind="moved").exists()


def test_moving_a_page_takes_its_descendants_along() -> None:
    home = make.home("en")
    old, new = make.landing(home, "en", slug="old"), make.landing(home, "en", slug="new")
    framework = make.framework(old, "en", slug="framework")
    section = make.section(framework, "en", slug="six")
    with make.committed():
        make.fresh(framework).move(make.fresh(new), pos="last-child")
    assert payload(section)["path"] == "/en/new/framework/six/"
    assert payload(old)["children"] == []
    assert [child["id"] for child in payload(new)["children"]] == [str(framework.translation_key)]


def test_reordering_siblings_reorders_the_parents_children_and_nothing_else() -> None:
    framework = make.framework(make.home("en"), "en")
    first, second = (make.section(framework, "en", number=number) for number in ("2", "6"))
    before = newest()
    with make.committed():
        make.fresh(second).move(make.fresh(first), pos="left")
    assert [child["number"] for child in payload(framework)["children"]] == ["6", "2"]
    assert log_since(before) == [("published", "en")]
    positions = Edition.objects.filter(type="section").order_by("position").values_list("number", flat=True)
    assert list(positions) == ["6", "2"]


@BOTH
def test_a_view_restriction_withdraws_the_page_and_all_below_it_in_both_languages(source: Any) -> None:
    home, translated_home = make.homes(source)
    framework = make.framework(home, source)
    translated = make.translate(framework)
    section = make.section(framework, source)
    with make.committed():
        restriction = PageViewRestriction.objects.create(page=framework, restriction_type="login")
    assert state(framework) == state(section) == state(translated) == "withdrawn"
    assert state(home) == state(translated_home) == "published"
    with make.committed():
        restriction.delete()
    assert state(framework) == state(section) == state(translated) == "published"


def test_a_page_is_taken_down_when_it_expires() -> None:
    home = make.home("en")
    page = make.landing(home, "en", expire_at=timezone.now() + dt.timedelta(hours=1))
    found = edition(page)
    assert found is not None
    assert found.expires_at == page.expire_at
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    with make.committed():
        call_command("publish_scheduled")
    assert state(page) == "withdrawn"


def test_a_scheduled_page_is_no_edition_before_its_time() -> None:
    home = make.home("en")
    page = make.landing(home, "en", go_live_at=timezone.now() + dt.timedelta(hours=1))
    assert not page.live
    assert state(page) == "missing"


def test_editing_an_organisation_changes_every_edition_that_names_it() -> None:
    organisation = make.organisation("en", name="English: Agency")
    home = make.home("en", publisher=organisation)
    organisation.name = "English: New agency"
    with make.committed():
        organisation.save()
    assert payload(home)["attribution"]["publisher"]["name"] == "English: New agency"


def test_deleting_an_organisation_takes_its_name_away() -> None:
    organisation = make.organisation("en")
    home = make.home("en", publisher=organisation)
    with make.committed():
        organisation.delete()
    assert payload(home)["attribution"]["publisher"] is None


def test_a_topic_is_followed_through_its_stream() -> None:
    topic = make.topic("en", name="English: Matching")
    home = make.home("en", topics=[("topic", topic)])
    topic.name = "English: Linking"
    with make.committed():
        topic.save()
    assert [entry["label"] for entry in payload(home)["topics"]] == ["English: Linking"]


def test_a_replaced_file_changes_the_edition_that_offers_it() -> None:
    file = make.file("en", "form.pdf")
    home = make.home("en", files=[("file", {"title": "English: Form", "file": file})])
    size = payload(home)["files"][0]["bytes"]
    file.file = make.ContentFile(b"%PDF-1.4 longer than before, by some", name="form.pdf")
    with make.committed():
        file.save()
    assert payload(home)["files"][0]["bytes"] != size


def test_a_deleted_picture_leaves_no_dead_address_in_an_edition() -> None:
    picture = make.picture()
    block = {"picture": picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
    home = make.home("en", body=[("image", block)])
    assert payload(home)["body"][0]["picture"]["width"] == 800
    with make.committed():
        picture.delete()
    assert payload(home)["body"] == []


def test_a_restricted_collection_takes_its_files_out_of_editions() -> None:
    collection = Collection.get_first_root_node().add_child(name="Closed")
    file = make.file("en")
    file.collection = collection
    file.save()
    home = make.home("en", files=[("file", {"title": "English: Form", "file": file})])
    assert payload(home)["files"]
    with make.committed():
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert payload(home)["files"] == []


def test_a_title_changes_everything_that_shows_it() -> None:
    home = make.home("en")
    framework = make.framework(home, "en")
    section = make.section(framework, "en")
    pointing = make.landing(home, "en", related=[("page", section)])
    make.publish(section, title="English: renamed")
    assert payload(framework)["children"][0]["title"] == "English: renamed"
    assert payload(pointing)["related"][0]["title"] == "English: renamed"
    make.publish(framework, title="English: the framework")
    assert payload(section)["breadcrumb"][-1]["title"] == "English: the framework"


def test_links_follow_their_item_as_it_comes_and_goes() -> None:
    home = make.home("en")
    target = make.landing(home, "en", live=False, slug="target")
    body = [("text", f'<p>English: see <a linktype="page" id="{target.pk}">this</a></p>')]
    page = make.landing(home, "en", body=body)
    assert payload(page)["body"][0]["text"]["html"] == "<p>English: see this</p>"
    make.publish(target)
    assert f'data-item="{target.translation_key}"' in payload(page)["body"][0]["text"]["html"]
    with make.committed():
        make.fresh(target).unpublish()
    assert payload(page)["body"][0]["text"]["html"] == "<p>English: see this</p>"


def test_republishing_without_a_change_adds_nothing_to_the_log_but_its_date() -> None:
    home = make.home("en")
    before = newest()
    reconcile([home.translation_key])
    assert newest() == before


def test_republication_after_withdrawal_is_an_edition_again_under_a_new_version() -> None:
    home = make.home("en")
    first = edition(home).version  # type: ignore[union-attr]
    with make.committed():
        home.unpublish()
    republished = make.publish(home)
    found = edition(republished)
    assert found is not None
    assert found.state == "published"
    assert found.version > first
    assert bytes(found.body)


def test_a_copy_is_an_item_of_its_own() -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    with make.committed():
        copy = page.copy(to=make.fresh(home), keep_live=True, update_attrs={"slug": "copy"})
    assert copy.translation_key != page.translation_key
    assert state(copy) == state(page) == "published"
    assert payload(home)["children_total"] == 2


@pytest.mark.parametrize("field", [{"live": False}, {"url_path": "/home/elsewhere/"}])
def test_what_no_signal_told_is_found_by_the_check_and_mended(field: dict[str, Any]) -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    Page.objects.filter(pk=page.pk).update(**field)
    with pytest.raises(SystemExit) as stopped:
        call_command("rebuild_publication", "--check", verbosity=0)
    assert stopped.value.code == 1
    assert state(page) == "published"
    call_command("rebuild_publication", verbosity=0)
    assert (state(page) == "withdrawn") is ("live" in field)
    call_command("rebuild_publication", "--check", verbosity=0)


def test_a_moved_collection_is_noticed_by_the_check() -> None:
    root = Collection.get_first_root_node()
    closed, collection = root.add_child(name="Closed"), root.add_child(name="Open")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    file = make.file("en")
    file.collection = collection
    file.save()
    home = make.home("en", files=[("file", {"title": "English: Form", "file": file})])
    collection.refresh_from_db()
    collection.move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    call_command("rebuild_publication", verbosity=0)
    assert payload(home)["files"] == []


def test_reconciling_a_moved_page_alone_takes_those_below_along() -> None:
    framework = make.framework(make.home("en"), "en", slug="framework")
    section = make.section(framework, "en", slug="six")
    for page in (framework, section):
        Page.objects.filter(pk=page.pk).update(url_path=page.url_path.replace("framework", "elsewhere"))
    reconcile([framework.translation_key])
    assert payload(section)["path"] == "/en/elsewhere/six/"

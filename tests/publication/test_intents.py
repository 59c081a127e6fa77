"""Every committed change of what editions are made from is noted by that commit, whoever made it, and settled by anybody."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation

from cms.content.models import File, Organisation, Picture, Term, Topic
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Intent, TermEdition
from cms.publication.reconciliation.actions import reconcile
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.factories import content as make

from .editions import payload, state
from .shelf import Shelf, a_shelf, run

pytestmark = pytest.mark.django_db

CHANGES: dict[str, Callable[[Shelf], Any]] = {
    "a page taken down": lambda at: Page.objects.filter(pk=at.welsh.pk).update(live=False),
    "a page that expires": lambda at: Page.objects.filter(pk=at.page.pk).update(expire_at=timezone.now()),
    "a page deleted row by row": lambda at: delete_rows(at.welsh),
    "a file moved": lambda at: File.objects.filter(pk=at.file.pk).update(collection=at.closed),
    "a picture moved": lambda at: Picture.objects.filter(pk=at.picture.pk).update(collection=at.closed),
    "a file of another language": lambda at: run("UPDATE content_file SET language = 'en' WHERE id = %s", at.file.pk),
    "a topic renamed": lambda at: Topic.objects.filter(pk=at.topic.pk).update(name="English: renamed"),
    "a topic of one language deleted": lambda at: Topic.objects.get(pk=at.welsh_topic.pk).delete(),
    "an organisation renamed": lambda at: run(
        "UPDATE content_organisation SET name = 'English: other' WHERE id = %s", at.organisation.pk
    ),
    "an organisation deleted": lambda at: Organisation.objects.get(pk=at.organisation.pk).delete(),
    "a picture deleted": lambda at: Picture.objects.get(pk=at.picture.pk).delete(),
    "a page restricted": lambda at: run(
        "INSERT INTO wagtailcore_pageviewrestriction (page_id, password, restriction_type) VALUES (%s, '', 'login')", at.page.pk
    ),
    "a collection restricted": lambda at: run(
        "INSERT INTO wagtailcore_collectionviewrestriction (collection_id, password, restriction_type) "
        "VALUES (%s, '', 'login')",
        at.file.collection_id,
    ),
    "a revision rewritten": lambda at: rewrite_revision(at.page),
    "a translation switched off": lambda at: Translation.objects.update(enabled=False),
    "a term redefined": lambda at: Term.objects.filter(pk=at.term.pk).update(definition="English: otherwise"),
    "pages in another order": lambda at: swap(at.page, at.beside),
}  # fmt: skip


# What deletes one language's row of something shared takes nothing from readers without a question.
HELD = {"a topic of one language deleted", "an organisation deleted"}


def delete_rows(page: Any) -> None:
    run("UPDATE wagtailcore_page SET live_revision_id = NULL, latest_revision_id = NULL WHERE id = %s", page.pk)
    run(f"DELETE FROM {type(page)._meta.db_table} WHERE page_ptr_id = %s", page.pk)
    run("DELETE FROM wagtailcore_pagelogentry WHERE page_id = %s", page.pk)
    run("DELETE FROM wagtailcore_page WHERE id = %s", page.pk)


def rewrite_revision(page: Any) -> None:
    revision = make.fresh(page).live_revision
    type(revision).objects.filter(pk=revision.pk).update(content={**revision.content, "title": "English: rewritten"})


def swap(first: Any, second: Any) -> None:
    for old, new in ((first.path, "9" * 8), (second.path, first.path), ("9" * 8, second.path)):
        Page.objects.filter(path=old).update(path=new)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_gives_no_signal_reaches_the_public_all_the_same(name: str) -> None:
    shelf = a_shelf()
    editions = dict(Edition.objects.values_list("pk", "digest")) | dict(
        TermEdition.objects.values_list("name", "digest")
    )
    CHANGES[name](shelf)
    assert Intent.objects.exists()
    settle()
    assert not Intent.objects.exists()
    assert [row.kind for row in differences(all_items())] == (["held"] if name in HELD else [])
    now = dict(Edition.objects.values_list("pk", "digest")) | dict(TermEdition.objects.values_list("name", "digest"))
    if name != "a translation switched off" and name not in HELD:
        assert now != editions


def test_what_only_an_earlier_version_shows_is_known_too() -> None:
    shelf = a_shelf()
    make.publish(shelf.page, summary="English: another summary", files=[], topics=[])
    welsh = make.translate(shelf.page, fallback=True, without=("summary",))
    assert len(payload(welsh)["files"]) == len(payload(welsh)["topics"]) == 1
    File.objects.filter(pk=shelf.file.pk).update(collection=shelf.closed)
    settle()
    assert payload(welsh)["files"] == []
    Topic.objects.filter(pk=shelf.welsh_topic.pk).update(name="Cymraeg: enw arall")
    settle()
    assert "Cymraeg: enw arall" in payload(welsh)["topics"][0].values()


def test_a_file_that_only_an_earlier_version_offers_is_offered_no_more_once_it_is_deleted() -> None:
    shelf = a_shelf()
    make.publish(shelf.page, summary="English: another summary", files=[])
    welsh = make.translate(shelf.page, fallback=True, without=("summary",))
    assert len(payload(welsh)["files"]) == 1
    File.objects.get(pk=shelf.file.pk).delete()
    settle()
    assert (state(welsh), state(shelf.page)) == ("withdrawn", "published")


def test_a_page_that_waited_for_a_snippets_translation_waits_no_longer_once_the_snippet_is_deleted() -> None:
    home, _ = make.homes("en")
    topic = make.topic("en")
    make.translate(topic, name=topic.name)
    page = make.landing(home, "en", topics=[("topic", topic)])
    welsh = make.translate(page)
    with make.committed():
        make.fresh(page).unpublish()
    assert state(welsh) == "missing"
    for row in Topic.objects.filter(translation_key=topic.translation_key):
        row.delete()
    settle()
    assert state(welsh) == "published"


def test_a_page_that_was_kept_back_by_a_picture_is_not_once_the_picture_is_deleted() -> None:
    picture = make.picture("cy")
    image = {"picture": picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
    page = make.landing(make.home("en"), "en", body=[("image", image)])
    assert state(page) == "missing"
    Picture.objects.get(pk=picture.pk).delete()
    settle()
    assert state(page) == "published"


def test_a_row_that_is_put_back_is_picked_up() -> None:
    shelf = a_shelf()
    restriction = PageViewRestriction.objects.create(page=make.fresh(shelf.page), restriction_type="login")
    settle()
    assert state(shelf.page) == "withdrawn"
    PageViewRestriction.objects.filter(pk=restriction.pk)._raw_delete(using="default")
    settle()
    assert state(shelf.page) == "published"


def test_drafts_owe_the_public_nothing() -> None:
    shelf = a_shelf()
    page = make.fresh(shelf.page)
    page.title = "English: a draft"
    page.save_revision(log_action=True)
    page.locked = True
    page.save(update_fields=["locked"])
    assert not Intent.objects.exists()


def test_privacy_goes_down_both_trees_and_is_lifted_from_both() -> None:
    shelf = a_shelf()
    below = make.landing(shelf.welsh, "cy")
    deeper = make.landing(below, "cy")
    assert state(deeper) == "published"
    restriction = PageViewRestriction.objects.create(page=make.fresh(shelf.page), restriction_type="login")
    settle()
    assert [state(page) for page in (shelf.page, shelf.welsh, below, deeper)] == ["withdrawn"] * 4
    restriction.delete()
    settle()
    assert [state(page) for page in (shelf.page, shelf.welsh, below, deeper)] == ["published"] * 4


def test_links_lead_to_an_item_whichever_languages_page_they_name() -> None:
    home, _ = make.homes("en")
    target = make.landing(home, "en")
    welsh_target = make.translate(target)
    link = {"text": "English: there", "page": target, "address": ""}
    page = make.landing(
        home, "en", related=[("page", target)], body=[
            ("text", f'<p>English: <a linktype="page" id="{target.pk}">there</a></p>'),
            ("links", {"title": "English: links", "links": [link]}),
        ],
    )  # fmt: skip
    welsh = make.translate(page)
    address = payload(welsh_target)["canonical"]
    before = payload(welsh)
    assert json.dumps(before).count(address) >= 2
    with make.committed():
        make.fresh(target).delete()
    make.publish(page, change_note="English: so that it is projected anew")
    reconcile([page.translation_key])
    after = payload(welsh)
    assert (after["body"], [card["id"] for card in after["related"]]) == (
        before["body"], [card["id"] for card in before["related"]],
    )  # fmt: skip

"""The bin: what somebody deletes comes back as it was, both languages together, and is met nowhere until then."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.actions.delete_page import DeletePageAction, DeletePagePermissionError
from wagtail.models import Comment, Page, PageLogEntry, ReferenceIndex
from wagtail_localize.models import Translation

from cms.desk.links.noting import note_all
from cms.desk.trash.bin_places import NotRestored
from cms.desk.trash.emptying import BinEmptier, delete_expired
from cms.desk.trash.models import BinnedItem
from cms.desk.trash.restoring import RestoredItem, restore
from cms.publication.clock import shared_now
from cms.publication.models import Edition, LanguageStanding
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.database.rows import everything
from tests.desk.people import edit, member, stage
from tests.factories import content as make
from tests.publication.editions import all_public, differing, newest
from tests.publication.pairs import changes_of, pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def boss() -> Any:
    return get_user_model().objects.create_superuser("golygydd")


def deleted(page: Any, user: Any) -> BinnedItem:
    with make.committed():
        make.fresh(page).delete(user=user)
    return BinnedItem.objects.latest("pk")


def restored(binned: BinnedItem, user: Any, below: Any = None) -> RestoredItem:
    with make.committed():
        return restore(binned, user, below)


def published(*pages: Any) -> None:
    """Their newest versions, one after the other."""
    for page in pages:
        with make.committed():
            make.fresh(page).latest_revision.publish()


def linked_to(page: Any, parent: Any) -> Any:
    text = f'<p>English: <a linktype="page" id="{page.pk}">there</a></p>'
    return make.landing(parent, "en", body=[("text", text)])


def test_every_row_is_as_it_was() -> None:
    page, _ = pair(show_in_menus=True)
    parent, user = make.fresh(page).get_parent().specific, boss()
    make.landing(parent, "en")
    child = make.section(page, "en", audiences=["parents"])
    twin = make.translate(child)
    linked_to(child, parent)
    Comment.objects.create(page=child, user=user, text="?", contentpath="title")
    for one in (page, *page.get_translations(), child, twin):
        with make.committed():
            make.fresh(one).unpublish()
    note_all()
    before, derived = everything(), made()
    binned = deleted(page, user)
    assert binned.page_count == 4
    restored(binned, user)
    after = everything()
    made_anew = {ReferenceIndex._meta.db_table, *(model._meta.db_table for model in (LanguageStanding, Edition))}
    logs = {"wagtailcore_pagelogentry", "publication_change", "publication_loghead"}
    assert {table for table in before if before[table] != after[table]} <= logs | made_anew
    assert made() == derived
    assert not PageLogEntry.objects.filter(deleted=True).exists()


def made() -> list[set[Any]]:
    """What is derived from the pages, but for numbers and moments."""
    return [
        set(ReferenceIndex.objects.values_list("object_id", "to_content_type", "to_object_id", "content_path")),
        set(LanguageStanding.objects.values_list("item", "language", "type", "section", "audiences", "lag", "gaps")),
        set(Edition.objects.values_list("item", "language", "state", "path", "position", "digest")),
    ]


def test_readers_lose_it_at_once_and_have_the_very_same_when_it_is_published_again() -> None:
    page, welsh = pair()
    child = make.landing(page, "en")
    pages = [page, welsh, child, make.translate(child)]
    make.translate(linked_to(page, make.fresh(page).get_parent().specific))
    before, version, user = all_public(), newest(), boss()
    binned = deleted(welsh, user)
    assert (seen(page), seen(child)) == ({}, {})
    assert not Page.objects.filter(pk__in=[one.pk for one in pages]).exists()
    assert changes_of(page, version) == [("gone", "cy,en")]
    assert Client().get("/en/" + page.url_path.split("/", 2)[2]).status_code == 410
    restored(binned, user)
    assert [make.fresh(one).live for one in pages] == [False] * 4
    assert (seen(page), changes_of(page, version)) == ({}, [("gone", "cy,en"), ("withdrawn", "cy,en")])
    published(*pages)
    moved = {name for name, *_ in differing(before, all_public())}
    assert moved <= {"updated_at", "translation_since", "digest"}, moved
    assert changes_of(page, version)[-1:] == [("published", "cy,en")]
    assert differences(all_items()) == []
    assert Translation.objects.filter(source__object_id=page.translation_key, enabled=True).exists()


def test_a_page_comes_back_between_those_it_stood_between() -> None:
    page, _ = pair()
    parent, user = page.get_parent(), boss()
    others = [pair(beside=page)[0] for _ in range(3)]
    order = [one.pk for one in parent.get_children()]
    binned = deleted(others[0], user)
    others[1].delete(user=user)
    restored(binned, user)
    assert [one.pk for one in parent.get_children()] == [pk for pk in order if pk != others[1].pk]
    binned = deleted(others[0], user)
    Page.objects.get(pk=others[2].pk).move(Page.objects.get(pk=page.pk), pos="left")
    assert Page.objects.get(pk=page.pk).path == others[0].path
    restored(binned, user)
    assert [one.pk for one in parent.get_children()] == [others[0].pk, others[2].pk, page.pk]
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_goes_with_it_stands_elsewhere_in_the_other_language() -> None:
    page, _ = pair()
    elsewhere, welsh_elsewhere = pair(beside=page)
    child = make.landing(page, "en")
    twin = make.translate(child)
    Page.objects.get(pk=twin.pk).move(Page.objects.get(pk=welsh_elsewhere.pk), pos="last-child")
    Page.objects.get(pk=child.pk).move(Page.objects.get(pk=page.pk), pos="last-child")
    with make.committed():
        Page.objects.filter(pk=child.pk).update()
    parents = {pk: Page.objects.get(pk=pk).get_parent().pk for pk in (child.pk, twin.pk)}
    user = boss()
    binned = deleted(page, user)
    assert not Page.objects.filter(translation_key=child.translation_key).exists()
    assert Page.objects.filter(pk=elsewhere.pk).exists()
    restored(binned, user)
    assert {pk: Page.objects.get(pk=pk).get_parent().pk for pk in parents} == parents


def test_where_each_language_goes_by_itself_one_is_deleted(settings: Any) -> None:
    settings.RELEASE_POLICY = "independent"
    page, welsh = pair()
    user = boss()
    binned = deleted(page, user)
    assert Page.objects.filter(pk=welsh.pk).exists()
    assert set(seen(page)) == {"cy"}
    restored(binned, user)
    assert make.fresh(page).get_translation(welsh.locale).pk == welsh.pk


def test_code_that_deletes_for_nobody_really_deletes_one_page() -> None:
    page, welsh = pair()
    with make.committed():
        make.fresh(page).delete()
    assert Page.objects.filter(pk=welsh.pk).exists()
    assert not BinnedItem.objects.exists()


def test_a_slug_that_was_taken_is_given_a_suffix_also_in_the_newest_version() -> None:
    page, welsh = pair(slug="one")
    parent, user = make.fresh(page).get_parent().specific, boss()
    binned = deleted(page, user)
    another = make.landing(parent, "en", slug="one")
    assert Page.objects.filter(pk=another.pk, slug="one").exists()
    done = restored(binned, user)
    assert [(one.pk, one.slug) for one in done.renamed] == [(page.pk, "one-1")]
    assert make.fresh(page).get_latest_revision_as_object().slug == "one-1"
    published(page, welsh)
    assert seen(page) == titles("en", "one")
    assert Edition.objects.get(item=page.translation_key, language="en").path == "/en/one-1/"
    assert differences(all_items()) == []


def test_where_its_place_is_gone_another_is_asked_for() -> None:
    above, _ = pair()
    page = make.landing(above, "en")
    twin = make.translate(page)
    elsewhere, welsh_elsewhere = pair(beside=above)
    alone = make.landing(make.fresh(above).get_parent().specific, "en")
    user = boss()
    binned, its_place = deleted(page, user), deleted(above, user)
    with pytest.raises(NotRestored, match="is not there any more"):
        restored(binned, user)
    with pytest.raises(NotRestored, match="has no page in this language"):
        restored(binned, user, Page.objects.get(pk=alone.pk))
    restored(binned, user, Page.objects.get(pk=welsh_elsewhere.pk))
    assert make.fresh(page).get_parent().pk == elsewhere.pk
    assert make.fresh(twin).get_parent().pk == welsh_elsewhere.pk
    restored(its_place, user)
    assert Page.find_problems() == ([], [], [], [], [])
    with pytest.raises(NotRestored, match="not in the bin any more"):
        restored(its_place, user)


def test_it_does_not_come_back_where_it_may_not_stand_or_was_made_again() -> None:
    page, _ = pair()
    parent, user = make.fresh(page).get_parent().specific, boss()
    guide = make.guide_index(parent, "en")
    make.translate(guide)
    binned = deleted(page, user)
    with pytest.raises(NotRestored, match="may not stand below"):
        restored(binned, user, Page.objects.get(pk=guide.pk))
    make.landing(parent, "en", translation_key=page.translation_key)
    with pytest.raises(NotRestored, match="made again"):
        restored(binned, user)


def test_what_has_gone_meanwhile_is_left_out() -> None:
    page, _ = pair()
    user, passing = boss(), get_user_model().objects.create_user("dros dro")
    Page.objects.filter(pk=page.pk).update(owner=passing)
    Comment.objects.create(page=make.fresh(page), user=passing, text="?", contentpath="title")
    binned = deleted(page, user)
    passing.delete()
    restored(binned, user)
    assert make.fresh(page).owner is None
    assert not Comment.objects.exists()


def test_it_leaves_its_workflow_and_what_was_scheduled() -> None:
    page, _ = pair()
    writer = member("editors-en", "translators", "publishers", language="en")
    child = make.landing(page, "en", live=False)
    with make.committed():
        draft = make.fresh(child)
        draft.go_live_at = shared_now() + dt.timedelta(days=1)
        draft.save_revision().publish()
    edit(writer, page, "action-submit", title="English: two")
    assert stage(page) == "Language check"
    user = boss()
    restored(deleted(page, user), user)
    assert make.fresh(page).current_workflow_state is None
    assert [state.status for state in make.fresh(page).workflow_states] == ["cancelled"]
    assert make.fresh(child).scheduled_revision is None


def test_who_may_not_delete_one_language_deletes_neither_and_who_may_not_add_restores_none() -> None:
    page, welsh = pair()
    publisher, editor = member("publishers"), member("editors-en")
    Page.objects.filter(pk__in=[page.pk, welsh.pk]).update(live=False, owner=editor)
    with pytest.raises(DeletePagePermissionError):
        DeletePageAction(make.fresh(page), user=editor).execute()
    assert Page.objects.filter(pk=page.pk).exists()
    binned = deleted(page, publisher)
    assert (binned.deleted_by, binned.by_name) == (publisher, "Publishers")
    with pytest.raises(NotRestored, match="may not add pages"):
        restored(binned, editor)
    restored(binned, publisher)


def test_the_worker_deletes_for_good_what_was_kept_for_long_enough(settings: Any) -> None:
    settings.TRASH_KEPT_DAYS = 2
    page, _ = pair()
    user = boss()
    binned = deleted(page, user)
    assert binned.kept_until - binned.deleted_at == dt.timedelta(days=2)
    delete_expired()
    assert BinnedItem.objects.exists()
    BinnedItem.objects.update(kept_until=shared_now())
    BinEmptier().once(lambda: False)
    assert not BinnedItem.objects.exists()
    assert Edition.objects.filter(item=page.translation_key, state="gone").count() == 2
    assert differences(all_items()) == []

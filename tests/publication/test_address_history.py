"""Old addresses lead to where their item is now, whatever editors do: in one step, in the same language, and nowhere else."""

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Page, PageViewRestriction

from cms.content.languages import CODES
from cms.publication.address_history import addresses_of, media_addresses, note_addresses
from cms.publication.models import AddressHistory, Change, Edition
from cms.publication.queries import item_queries
from cms.publication.reconciliation.actions import reconcile
from cms.publication.reconciliation.rebuilding import all_items
from tests.database.once import nothing_is_written_yet, once
from tests.factories import content as make
from tests.factories.editions import edition, expired, published_at, withdrawn

from .editions import newest

PATHS = ("a", "b", "c", "d")


def held() -> list[tuple[str, UUID]]:
    return list(AddressHistory.objects.order_by("id").values_list("path", "owner"))


def found_at(path: str, *languages: Any) -> Any:
    found = item_queries.item_at(path, *(languages or (path[1:3],)))
    return found and (found.item, found.moved, [one.path for one in found.editions])


def rename(page: Any, slug: str) -> Any:
    return make.publish(page, slug=slug)


@pytest.mark.django_db
class TestAnItem:
    """One whose page is renamed, moved, taken down and published again."""

    def test_it_is_found_by_each_path_it_ever_had_at_the_one_it_has(self) -> None:
        page = make.landing(make.home("cy"), "cy", slug="a")
        for slug in ("b", "c"):
            rename(page, slug)
        for slug in ("a", "b"):
            assert found_at(f"/cy/{slug}/") == (page.translation_key, True, ["/cy/c/"])
        assert found_at("/cy/c/") == (page.translation_key, False, ["/cy/c/"])

    def test_a_path_that_it_comes_back_to_is_its_address_again(self) -> None:
        page = make.landing(make.home("en"), "en", slug="a")
        rename(rename(page, "b"), "a")
        assert found_at("/en/a/") == (page.translation_key, False, ["/en/a/"])
        assert found_at("/en/b/") == (page.translation_key, True, ["/en/a/"])

    def test_everything_below_a_page_that_moves_is_found_by_its_old_path(self) -> None:
        home = make.home("cy")
        above, beside = (make.guide_index(home, "cy", slug=slug) for slug in "ab")
        guide = make.guide(above, "cy", slug="c")
        rename(above, "d")
        assert found_at("/cy/a/c/") == (guide.translation_key, True, ["/cy/d/c/"])
        with make.committed():
            make.fresh(guide).move(make.fresh(beside), pos="last-child")
        for path in ("/cy/a/c/", "/cy/d/c/"):
            assert found_at(path) == (guide.translation_key, True, ["/cy/b/c/"])

    def test_both_languages_have_their_own(self) -> None:
        page = make.landing(make.homes("en")[0], "en", slug="a")
        welsh = make.translate(page, slug="dechrau")
        rename(welsh, "newydd")
        assert found_at("/cy/dechrau/") == (page.translation_key, True, ["/cy/newydd/"])
        assert found_at("/en/a/") == (page.translation_key, False, ["/en/a/"])
        assert found_at("/cy/dechrau/", "en") == (page.translation_key, True, ["/en/a/"])

    def test_what_is_renamed_while_it_is_no_longer_public_says_nothing_of_where_it_went(self) -> None:
        page = make.landing(make.home("en"), "en", slug="a")
        with make.committed():
            make.fresh(page).unpublish()
        draft = make.fresh(page)
        draft.slug = "secret"
        with make.committed():
            draft.save()
        assert found_at("/en/a/") == (page.translation_key, False, [])
        assert found_at("/en/secret/") is None
        make.publish(page)
        assert found_at("/en/a/") == (page.translation_key, True, ["/en/secret/"])

    def test_a_former_path_of_one_that_became_private_leads_nowhere(self) -> None:
        page = rename(make.landing(make.home("en"), "en", slug="a"), "b")
        with make.committed():
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert found_at("/en/a/") == (page.translation_key, True, [])
        found = item_queries.item_at("/en/a/", "en")
        assert found is not None
        assert (found.status("en").path, found.status("en").title, found.available) == ("", "", ())

    def test_a_path_that_only_a_draft_had_is_nobodys(self) -> None:
        page = make.landing(make.home("en"), "en", live=False, slug="a")
        rename(page, "b")
        assert found_at("/en/a/") is None

    def test_its_move_is_in_the_log_for_the_language_that_moved(self) -> None:
        page = make.landing(make.homes("en")[0], "en", slug="a")
        make.translate(page)
        before = newest()
        rename(page, "b")
        rows = Change.objects.filter(version__gt=before, item=page.translation_key).values_list("kind", "languages")
        assert sorted(rows) == [("moved", "en"), ("published", "cy")]

    def test_letters_taken_apart_from_their_accents_find_it(self) -> None:
        page = make.landing(make.home("cy"), "cy", slug="tŷ")
        rename(page, "cartref")
        assert found_at("/cy/ty\u0302/") == (page.translation_key, True, ["/cy/cartref/"])


@pytest.mark.django_db
class TestAnAddress:
    """One that several items have had."""

    def test_an_item_that_takes_it_has_it_at_once_and_keeps_it(self) -> None:
        home = make.home("en")
        first = rename(make.landing(home, "en", slug="a"), "b")
        second = make.landing(home, "en", slug="a")
        assert found_at("/en/a/") == (second.translation_key, False, ["/en/a/"])
        rename(second, "c")
        assert found_at("/en/a/") == (second.translation_key, True, ["/en/c/"])
        with make.committed():
            make.fresh(second).delete()
        # Whoever comes by it now means the second: the first doesn't get it back.
        assert found_at("/en/a/") == (second.translation_key, True, [])
        assert found_at("/en/b/") == (first.translation_key, False, ["/en/b/"])

    def test_two_items_can_change_places(self) -> None:
        home = make.home("en")
        one, two = (make.landing(home, "en", slug=slug) for slug in "ab")
        Page.objects.filter(pk=one.pk).update(slug="b", url_path="/home/b/")
        Page.objects.filter(pk=two.pk).update(slug="a", url_path="/home/a/")
        reconcile([one.translation_key, two.translation_key])
        assert [found_at(f"/en/{slug}/")[:2] for slug in "ab"] == [
            (two.translation_key, False),
            (one.translation_key, False),
        ]

    def test_what_ended_there_before_another_had_it_does_not_speak_for_it(self) -> None:
        home = make.home("en")
        first = make.landing(home, "en", slug="a")
        with make.committed():
            make.fresh(first).unpublish()
            Page.objects.filter(pk=first.pk).update(slug="old", url_path="/home/old/")
        second = rename(make.landing(home, "en", slug="a"), "b")
        assert Edition.objects.get(item=first.translation_key).path == "/en/a/"
        assert found_at("/en/a/") == (second.translation_key, True, ["/en/b/"])

    def test_of_an_edition_past_its_expiry_it_leads_nowhere(self) -> None:
        row = expired("cy", path="/cy/b/")
        note_addresses({"/cy/a/": row.item}, published_at())
        assert found_at("/cy/a/") == (row.item, True, [])

    def test_an_owner_without_editions_is_as_if_there_were_none(self, django_assert_num_queries: Any) -> None:
        row = withdrawn("cy", path="/cy/a/")
        note_addresses({"/cy/a/": UUID(int=1), "/cy/b/": UUID(int=1)}, published_at())
        assert found_at("/cy/a/") == (row.item, False, [])
        assert found_at("/cy/b/") is None

    def test_what_is_public_there_is_found_by_one_query_and_all_else_by_two(
        self, django_assert_num_queries: Any
    ) -> None:
        here, gone = edition("cy", path="/cy/a/"), withdrawn("cy", path="/cy/b/")
        note_addresses({"/cy/a/": here.item, "/cy/b/": gone.item, "/cy/c/": here.item}, published_at())
        for path, queries in (("/cy/a/", 1), ("/cy/b/", 2), ("/cy/c/", 2), ("/cy/d/", 2)):
            with django_assert_num_queries(queries):
                item_queries.item_at(path, "cy")

    def test_is_written_once_however_often_its_item_is_published(self) -> None:
        page = make.landing(make.home("en"), "en", slug="a")
        before = held()
        make.publish(page, title="English: another")
        reconcile(all_items())
        assert held() == before
        assert [one for one in addresses_of(page.translation_key) if one.is_own] == addresses_of(page.translation_key)


@pytest.mark.django_db
def test_addresses_of_files_and_pictures_are_noted_as_payloads_give_them() -> None:
    file, picture = make.file("mul", "ffurflen tŷ.pdf"), make.picture(width=500)
    image = {"picture": picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
    page = make.landing(
        make.home("en"), "en", body=[("image", image)], files=[("file", {"title": "English: f", "file": file})]
    )
    content = Edition.objects.get(item=page.translation_key).content
    found = media_addresses(content)
    assert set(found.values()) == {file.uid, picture.uid}
    assert any(path.endswith(f"/{file.filename}") for path in found)
    assert sorted(path.rpartition("/")[2] for path in found if path.startswith("/pictures/")) == [
        "320.webp",
        "480.webp",
    ]
    assert found.items() <= dict(held()).items()


def test_other_addresses_in_content_are_nobodys() -> None:
    content = {"address": "https://example.org/files/x/y.pdf", "links": [{"address": None}, {"address": "/files/1/x"}]}
    assert media_addresses(content) == {}


@pytest.mark.django_db
def test_an_older_release_leaves_what_it_knows_of_addresses() -> None:
    """What the migration writes where there are editions already."""
    file, picture = make.file("mul"), make.picture(width=500)
    gone = withdrawn("en", path="/en/a/", state_since=published_at())
    public = edition("en", path="/en/a/", files=[file.uid], pictures=[picture.uid])
    make.file("mul")
    migration = import_module("cms.publication.migrations.0008_address_history")
    migration.note_present_addresses(apps, None)
    assert held() == [
        ("/en/a/", gone.item),
        ("/en/a/", public.item),
        (f"/files/{file.uid}/{file.filename}", file.uid),
        (f"/pictures/{picture.uid}/320.webp", picture.uid),
        (f"/pictures/{picture.uid}/480.webp", picture.uid),
    ]
    assert held()[1] == ("/en/a/", public.item)


class Shelf:
    """Two pages, one with a page below it, in both languages, whose addresses are few, so that they are taken again."""

    def __init__(self) -> None:
        self.home = {"en": make.homes("en")[0]}
        self.home["cy"] = self.home["en"].get_translation(make.locale("cy"))
        index = make.guide_index(self.home["en"], "en", slug="a")
        make.translate(index, slug="a")
        guide = make.guide(index, "en", slug="a")
        make.translate(guide, slug="a")
        other = make.guide_index(self.home["en"], "en", slug="b")
        make.translate(other, slug="b")

    def pages(self, language: str) -> list[Any]:
        return list(Page.objects.filter(depth__gt=2, locale__language_code=language).order_by("pk").specific())


@once
def a_shelf() -> Shelf:
    return Shelf()


def is_free(parent: Any, slug: str, page: Any = None) -> bool:
    return not parent.get_children().filter(slug=slug).exclude(pk=page and page.pk).exists()


def _rename(shelf: Shelf, page: Any, slug: str) -> None:
    if is_free(page.get_parent(), slug, page):
        make.publish(page, slug=slug)


def _rename_draft(shelf: Shelf, page: Any, slug: str) -> None:
    if not page.live and is_free(page.get_parent(), slug, page):
        page.slug = slug
        with make.committed():
            page.save()


def _move(shelf: Shelf, page: Any, slug: str) -> None:
    parents = [one for one in shelf.pages(page.locale.language_code) if type(one) is type(page.get_parent().specific)]
    for parent in parents:
        if not parent.is_descendant_of(page) and parent.pk != page.pk and is_free(parent, page.slug, page):
            with make.committed():
                page.move(parent, pos="last-child")
            return


def _unpublish(shelf: Shelf, page: Any, slug: str) -> None:
    with make.committed():
        page.unpublish()


def _publish(shelf: Shelf, page: Any, slug: str) -> None:
    make.publish(page)


def _delete(shelf: Shelf, page: Any, slug: str) -> None:
    with make.committed():
        page.delete()


def _restrict(shelf: Shelf, page: Any, slug: str) -> None:
    with make.committed():
        if not PageViewRestriction.objects.all().delete()[0]:
            PageViewRestriction.objects.create(page=page, restriction_type="login")


def _another(shelf: Shelf, page: Any, slug: str) -> None:
    language = page.locale.language_code
    home = make.fresh(shelf.home[language])
    if is_free(home, slug):
        make.guide_index(home, language, slug=slug)


STEPS: tuple[Callable[[Shelf, Any, str], None], ...] = (
    _rename, _rename, _rename, _rename, _another, _another, _publish, _publish, _move, _move, _rename_draft, _unpublish,
    _delete, _restrict,
)  # fmt: skip
LIVES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.sampled_from(CODES), st.sampled_from(PATHS)),
    min_size=5,
    max_size=10,
)
# The third page is at `b`. Another takes its address and leaves it again, or ends there.
_TAKEN: list[Any] = [(_rename, 2, "cy", "d"), (_another, 0, "cy", "b")]
TAKEN_AND_LEFT: list[Any] = [*_TAKEN, (_rename, 3, "cy", "c")]
TAKEN_AND_DELETED: list[Any] = [*_TAKEN, (_delete, 3, "cy", "c"), (_unpublish, 2, "cy", "c"), (_publish, 2, "cy", "c")]
# It ends there, is renamed meanwhile, and another comes and goes.
ENDED_BEFORE: list[Any] = [
    (_unpublish, 2, "en", "b"), (_rename_draft, 2, "en", "d"), (_another, 0, "en", "b"), (_rename, 3, "en", "c"),
]  # fmt: skip


class WhateverEditorsDo(TestCase):
    """Random lives of a few pages over a few addresses."""

    def setup_example(self) -> None:
        super().setup_example()
        nothing_is_written_yet()

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(life=LIVES)
    @example(life=TAKEN_AND_LEFT)
    @example(life=TAKEN_AND_DELETED)
    @example(life=ENDED_BEFORE)
    def test_every_address_that_was_public_leads_to_its_item_in_one_step_or_nowhere(self, life: list[Any]) -> None:
        shelf, self.owners = a_shelf(), dict[str, UUID]()
        self.look()
        for step, index, language, slug in life:
            pages = shelf.pages(language)
            if pages:
                step(shelf, pages[index % len(pages)], slug)
            self.look()
        self.follow()
        self.check_that_nothing_is_lost_by_making_editions_anew()

    def look(self) -> None:
        """Asks for every path at which anything was ever seen."""
        public = {row.path: row for row in Edition.objects.filter(state="published")}
        self.owners |= {path: row.item for path, row in public.items()}
        self.leads: dict[str, str | None] = {}
        for path, item in self.owners.items():
            language: Any = path[1:3]
            where = [row.path for row in public.values() if row.item == item and row.language == language]
            self.leads[path] = path if path in public else where[0] if where else None
            found = item_queries.item_at(path, language)
            given = found.edition(language) if found else None
            assert (given and given.path) == self.leads[path]
            assert not given or (found and (found.item, found.moved) == (item, path not in public))

    def follow(self) -> None:
        """Goes as a reader to each of them."""
        for path, leads in self.leads.items():
            response = self.client.get(path)
            if leads is None:
                assert response.status_code in {404, 410}, path
            elif leads == path:
                assert response.status_code == 200, path
            else:
                assert (response.status_code, response["Location"]) == (308, leads), path

    def check_that_nothing_is_lost_by_making_editions_anew(self) -> None:
        before, log = held(), Change.objects.count()
        reconcile(all_items())
        assert (held(), Change.objects.count()) == (before, log)
        Edition.objects.all().delete()
        reconcile(all_items())
        assert held() == before
        self.look()
        self.follow()

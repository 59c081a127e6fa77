"""The log and the editions agree whatever editors do, in whatever order; and they can be made anew from the pages."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Page, PageViewRestriction, Revision

from cms.publication.models import Change, Edition, LogHead
from cms.publication.queries import item_queries
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.reconciliation.reconciler import Reconciler
from tests.database.once import nothing_is_written_yet, once
from tests.factories import content as make

from .editions import newest, state


class Library:
    """A small tree in both languages that operations are done to."""

    def __init__(self) -> None:
        self.home, self.translated_home = make.homes("en")
        self.frameworks = [make.framework(self.home, "en") for _ in range(2)]
        for framework in self.frameworks:
            make.translate(framework)
        self.sections = [make.section(self.frameworks[0], "en", number=str(number)) for number in range(1, 4)]
        make.translate(self.sections[0])

    def page(self, index: int, language: str) -> Any:
        """One of the pages that still exist, in a language if it has it."""
        item = [*self.frameworks, *self.sections][index % 5].translation_key
        return Page.objects.filter(translation_key=item, locale__language_code=language).first()


def _publish(library: Library, page: Any) -> None:
    make.publish(page, summary=make.words(page.locale.language_code))


def _rename(library: Library, page: Any) -> None:
    make.publish(page, slug=make.slug(page.locale.language_code))


def _retitle(library: Library, page: Any) -> None:
    make.publish(page, title=make.words(page.locale.language_code))


def _unpublish(library: Library, page: Any) -> None:
    with make.committed():
        make.fresh(page).unpublish()


def _translate(library: Library, page: Any) -> None:
    if page.locale.language_code == "en" and _has_welsh_parent(page):
        make.translate(page)


def _translate_in_part(library: Library, page: Any) -> None:
    if page.locale.language_code == "en" and _has_welsh_parent(page):
        make.publish(page, change_note=make.words("en"))
        make.translate(page, fallback=True, without=("change_note",))


def _has_welsh_parent(page: Any) -> bool:
    return bool(Page.objects.get(pk=page.get_parent().pk).has_translation(make.locale("cy")))


def _restrict(library: Library, page: Any) -> None:
    with make.committed():
        PageViewRestriction.objects.create(page=page, restriction_type="login")


def _open(library: Library, page: Any) -> None:
    with make.committed():
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()


def _move(library: Library, page: Any) -> None:
    parents = Page.objects.filter(depth=page.depth - 1, locale=page.locale).exclude(pk=page.get_parent().pk)
    parent = parents.filter(content_type=page.get_parent().content_type).first()
    if parent is not None:
        with make.committed():
            make.fresh(page).move(parent, pos="last-child")


def _reorder(library: Library, page: Any) -> None:
    first = page.get_siblings(inclusive=False).first()
    if first is not None:
        with make.committed():
            make.fresh(page).move(first, pos="left")


def _delete(library: Library, page: Any) -> None:
    with make.committed():
        make.fresh(page).delete()


OPERATIONS: dict[str, Callable[[Library, Any], None]] = {
    "publish": _publish,
    "rename": _rename,
    "retitle": _retitle,
    "unpublish": _unpublish,
    "translate": _translate,
    "translate in part": _translate_in_part,
    "restrict": _restrict,
    "open": _open,
    "move": _move,
    "reorder": _reorder,
    "delete": _delete,
}
STEPS = st.lists(
    st.builds(
        lambda *step: step, st.sampled_from(sorted(OPERATIONS)), st.integers(0, 4), st.sampled_from(["cy", "en"])
    ),
    min_size=1,
    max_size=7,
)


def served() -> dict[tuple[str, str], dict[str, Any]]:
    """All payloads by (item, language), less what a new version changes by itself."""
    found = {}
    for edition in Edition.objects.filter(state="published"):
        payload = json.loads(bytes(edition.body))
        # Wagtail's log notes a publication some milliseconds after the page does.
        del payload["version"], payload["updated"]
        for entry in payload["languages"]:
            if entry["state"] in {"withdrawn", "gone", "missing"}:
                del entry["since"], entry["state"]
        found[str(edition.item), edition.language] = payload
    return found


@once
def new_library() -> Library:
    return Library()


class WhateverEditorsDo(TestCase):
    """Random lives of a small library."""

    def setup_example(self) -> None:
        super().setup_example()
        nothing_is_written_yet()

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(steps=STEPS)
    def test_editions_log_and_pages_agree(self, steps: list[tuple[str, int, str]]) -> None:
        library = new_library()
        for name, index, language in steps:
            page = library.page(index, language)
            if page is not None:
                OPERATIONS[name](library, page)
        self.check_log_tells_the_editions_state()
        self.check_nothing_differs_from_the_pages()
        self.check_no_language_lies()
        self.check_rebuilding_from_nothing_serves_the_same()

    def check_log_tells_the_editions_state(self) -> None:
        told: dict[tuple[Any, str], tuple[str, int]] = {}
        versions = []
        for change in Change.objects.order_by("version"):
            versions.append(change.version)
            for language in change.languages.split(","):
                kind = "published" if change.kind == "moved" else change.kind
                told[change.item, language] = (kind, change.version)
        assert versions == sorted(set(versions))
        assert versions[-1] == LogHead.objects.get().version
        actual = {(row.item, row.language): (row.state, row.version) for row in Edition.objects.all()}
        assert told == actual

    def check_nothing_differs_from_the_pages(self) -> None:
        before = newest()
        assert differences(all_items()) == []
        assert actions.reconcile(all_items()) == []
        assert newest() == before

    def check_no_language_lies(self) -> None:
        for (_, language), payload in served().items():
            payload.pop("languages")
            text = json.dumps(payload, ensure_ascii=False)
            assert make.MARKS[make.other(language)] not in text  # type: ignore[arg-type]

    def check_rebuilding_from_nothing_serves_the_same(self) -> None:
        before = served()
        Edition.objects.all().delete()
        actions.reconcile(all_items())
        assert served() == before


@pytest.mark.django_db
def test_a_failing_action_never_stops_wagtail_from_publishing(monkeypatch: pytest.MonkeyPatch) -> None:
    home = make.home("en")

    def fail(self: Reconciler, items: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(Reconciler, "reconcile", fail)
        page = make.landing(home, "en")
    assert page.live
    assert state(page) == "missing"
    assert [row.item for row in differences(all_items())].count(page.translation_key) == 1
    actions.reconcile(all_items())
    assert state(page) == "published"


def unsaved() -> Any:
    return make.LandingPage(title="English: x", summary="English: y", slug="x", locale=make.locale("en"), live=False)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_neither_published_nor_logged() -> None:
    home = make.home("en")
    before = newest()
    with transaction.atomic():
        home.add_child(instance=unsaved()).save_revision().publish()
        transaction.set_rollback(True)
    assert newest() == before


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_any_transaction_is_seen_at_once() -> None:
    home = make.home("en")
    page = home.add_child(instance=unsaved())
    page.save_revision().publish()
    assert state(page) == "published"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_reader_of_the_log_never_later_finds_a_change_below_what_it_has_read() -> None:
    home = make.home("en")
    pages = [make.landing(home, "en") for _ in range(4)]
    seen: list[int] = []
    late: list[int] = []
    done = threading.Event()

    def follow() -> None:
        known: set[int] = set()
        while not done.is_set():
            versions = set(Change.objects.values_list("version", flat=True))
            late.extend(version for version in versions - known if known and version < max(known))
            known |= versions
        seen.extend(sorted(known))
        connection.close()

    def edit(page: Any) -> None:
        # Straight to the live revision: Wagtail's own search index can deadlock when pages are published at once.
        for number in range(8):
            content = {**page.live_revision.content, "summary": f"English: {number}"}
            Revision.objects.filter(pk=page.live_revision_id).update(content=content)
            actions.reconcile([page.translation_key])
        connection.close()

    follower = threading.Thread(target=follow)
    editors = [threading.Thread(target=edit, args=(page,)) for page in pages]
    for thread in (follower, *editors):
        thread.start()
    for thread in editors:
        thread.join()
    done.set()
    follower.join()
    assert late == []
    assert Change.objects.filter(item__in=[page.translation_key for page in pages]).count() >= 32


@pytest.mark.django_db
def test_content_of_a_wrong_shape_leaves_the_last_good_edition_and_all_others_alone() -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    before = bytes(Edition.objects.get(item=page.translation_key).body)
    wrong = [("table", {"data": [["1"]], "table_header_choice": "sideways"})]
    broken = make.publish(page, body=wrong)
    unborn = make.landing(home, "en", body=wrong)
    make.publish(home, summary="English: new")
    assert bytes(Edition.objects.get(item=broken.translation_key).body) == before
    assert state(unborn) == "withdrawn"
    assert json.loads(bytes(Edition.objects.get(item=home.translation_key).body))["summary"] == "English: new"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_readers_find_every_item_while_everything_is_rebuilt() -> None:
    home = make.home("en")
    pages = [home, *(make.landing(home, "en") for _ in range(5))]
    Edition.objects.update(digest="", title="")
    missed: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for page in pages:
                found = item_queries.item(page.translation_key, "en")
                if found is None or found.edition("en") is None:
                    missed.append(page.title)
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(3):
        call_command("rebuild_publication", verbosity=0)
        Edition.objects.update(digest="")
    done.set()
    reader.join()
    assert missed == []
    assert not Edition.objects.filter(title="").exists()

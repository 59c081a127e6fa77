"""What an edition's columns say: by them it is listed, found, placed and told to be kept up."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.publication.models import Change, ConsumerOffset, Edition, Facet, TermEdition
from cms.publication.payload.composition import ComposedEdition, compose
from cms.publication.payload.neighbourhood import Neighbourhood
from cms.publication.reconciliation import actions, reconciler
from cms.publication.reconciliation.desired_state import desired_state
from tests.factories import content as make

from .editions import edition, log_since, newest, payload, state

pytestmark = pytest.mark.django_db


def stored(page: Any) -> Edition:
    found = edition(page)
    assert found is not None
    return found


def section(**fields: Any) -> Any:
    """A section with all that an edition has columns for, two steps below the home page."""
    framework = make.framework(make.home("en"), "en", slug="framework")
    days = {"reviewed_on": dt.date(2026, 1, 2), "review_due": dt.date(2027, 1, 2), "new_until": dt.date(2026, 3, 4)}
    return make.section(framework, "en", number="6", slug="six", **{**days, **fields})


def test_an_edition_says_what_its_page_says() -> None:
    expiry = timezone.now() + dt.timedelta(days=1)
    page = section(title="Éa: b", summary="English: s", expire_at=expiry)
    row = stored(page)
    assert (row.type, row.path, row.position) == ("section", "/en/framework/six/", page.path)
    assert (row.title, row.title_key, row.summary) == ("Éa: b", "34300031", "English: s")
    assert (row.kind, row.number, row.section) == ("", "6", "6")
    assert row.parent == page.get_parent().translation_key
    assert (row.published_at, row.updated_at) == (page.first_published_at, page.last_published_at)
    assert (row.reviewed_on, row.review_due, row.new_until) == (page.reviewed_on, page.review_due, page.new_until)
    assert (row.expires_at, row.revision) == (expiry, page.live_revision_id)
    assert (row.translation_status, row.translation_since) == ("current", row.updated_at)
    assert row.content is not None
    assert row.content["title"] == row.title
    assert (row.state, row.changed_at) == ("published", row.state_since)


def test_what_is_below_a_section_is_in_it() -> None:
    page = make.resource(section(), "en", kind="video")
    row = stored(page)
    assert (row.kind, row.number, row.section) == ("video", "", "6")
    assert stored(page.get_parent().get_parent()).section == ""


def test_what_is_below_a_section_goes_with_its_number() -> None:
    above = section()
    below = make.resource(above, "en")
    version = stored(below).version
    make.publish(above, number="7")
    assert stored(below).section == "7"
    assert stored(below).version > version, "who follows a section is not told"


def test_what_is_below_a_section_is_in_the_one_that_readers_see(settings: Any) -> None:
    above = section()
    below = make.resource(above, "en")
    for page in (above.get_parent().get_parent(), above.get_parent(), above, below):
        make.translate(page)
    settings.RELEASE_POLICY = "together"
    make.publish(above, number="7", title="English: seven")
    make.publish(below)
    assert (stored(above).number, stored(below).section) == ("6", "6"), "its number waits for the Welsh"
    make.translate(above)
    assert (stored(above).number, stored(below).section) == ("7", "7")


def test_a_home_page_has_nothing_above_it() -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    assert (stored(home).parent, stored(home).section) == (None, "")
    assert stored(page).parent == home.translation_key
    assert (stored(page).reviewed_on, stored(page).expires_at) == (None, None)


WRONG: dict[str, Any] = {
    "type": "guide", "path": "/en/wrong/", "parent": None, "position": "9", "title": "wrong", "title_key": "9",
    "summary": "wrong", "kind": "video", "number": "1", "section": "1", "reviewed_on": None,
    "published_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "updated_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "review_due": None, "new_until": None, "expires_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC),
    "translation_status": "stale", "translation_since": dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "revision": None,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_column_that_is_wrong_is_put_right(name: str) -> None:
    page = section()
    right = getattr(stored(page), name)
    Edition.objects.filter(item=page.translation_key).update(**{name: WRONG[name]})
    actions.reconcile([page.translation_key])
    assert getattr(stored(page), name) == right != WRONG[name]


def test_wrong_content_is_put_right_and_its_readers_get_the_right_one() -> None:
    page = section(summary="English: right")
    before = newest()
    row = stored(page)
    Edition.objects.filter(pk=row.pk).update(content={**(row.content or {}), "summary": "wrong"})
    assert actions.reconcile([page.translation_key]) == []
    assert stored(page).content == row.content
    Edition.objects.filter(pk=row.pk).update(digest="wrong", body=b"", body_gzip=b"", card=b"", words="")
    assert [change.kind for change in actions.reconcile([page.translation_key])] == ["published"]
    after = stored(page)
    assert (after.digest, after.words) == (row.digest, row.words)
    assert payload(page)["summary"] == "English: right"
    assert log_since(before) == [("published", "en")]
    assert bytes(after.card) == bytes(row.card).replace(
        f'"version":{row.version}'.encode(), f'"version":{after.version}'.encode()
    )


def test_it_is_published_since_it_was_published_again() -> None:
    page = make.landing(make.home("en"), "en")
    first = stored(page)
    make.publish(page, summary="English: new")
    assert stored(page).state_since == first.state_since
    with make.committed():
        make.fresh(page).unpublish()
    ended = stored(page)
    assert (ended.state, ended.state_since, ended.changed_at) == ("withdrawn", ended.state_since, ended.state_since)
    assert ended.state_since > first.state_since
    assert (bytes(ended.card), bytes(ended.body), bytes(ended.body_gzip), ended.words, ended.digest) == (
        b"", b"", b"", "", "",
    )  # fmt: skip
    make.publish(page)
    again = stored(page)
    assert again.state_since > ended.state_since
    assert again.version > ended.version > first.version
    assert again.published_at == first.published_at


def test_what_is_withdrawn_already_is_not_withdrawn_again() -> None:
    page = make.landing(make.home("en"), "en")
    with make.committed():
        make.fresh(page).unpublish()
    row = stored(page)
    assert actions.reconcile([page.translation_key]) == []
    assert stored(page).state_since == row.state_since
    with make.committed():
        make.fresh(page).delete()
    assert state(page) == "gone"


def test_an_edition_is_found_by_all_that_it_has() -> None:
    home = make.home("en")
    topic, file, picture = make.topic("en", code="matching"), make.file("en"), make.picture()
    target = make.landing(home, "en")
    image = {"picture": picture, "alt_text": "English: a", "decorative": False, "caption": ""}
    page = make.landing(
        home, "en", topics=[("topic", topic)], audiences=["parents", "carers"], related=[("page", target)],
        files=[("file", {"title": "English: f", "file": file})], body=[("image", image)],
    )  # fmt: skip
    expected = {
        ("audience", "parents"), ("audience", "carers"), ("topic", "matching"), ("file", str(file.uid)),
        ("picture", str(picture.uid)), ("link", str(target.translation_key)),
        ("snippet", str(topic.translation_key)),
    }  # fmt: skip
    rows = Facet.objects.filter(edition__item=page.translation_key)
    assert set(rows.values_list("name", "value")) == expected
    with make.committed():
        make.fresh(page).unpublish()
    assert set(rows.values_list("name", flat=True)) == {"file", "picture"}


def test_an_organisation_that_the_source_dropped_is_dropped_whichever_it_is() -> None:
    home, _ = make.homes("en")
    pair = [make.organisation("en") for _ in range(2)]
    for organisation in pair:
        make.translate(organisation)
    page = make.landing(home, "en", publisher=pair[0], commissioner=pair[1])
    make.translate(page)
    names = [payload(page, "cy")["attribution"][name] for name in ("publisher", "commissioner")]
    assert None not in names
    translation = make.translate(make.publish(page, commissioner=None))
    attribution = payload(translation)["attribution"]
    assert (attribution["publisher"], attribution["commissioner"]) == (names[0], None)


def test_pages_of_no_item_type_or_outside_the_tree_are_no_editions() -> None:
    home = make.home("en")
    Page.objects.filter(pk=home.pk).update(url_path="/")
    assert desired_state([home.translation_key], timezone.now()) == {}
    root = Page.objects.get(depth=1)
    assert desired_state([root.translation_key], timezone.now()) == {}


def test_a_translation_is_judged_with_as_many_queries_as_ten() -> None:
    home, _ = make.homes("en")
    pages = [make.landing(home, "en") for _ in range(6)]
    for page in pages:
        make.translate(page)
    items = [page.translation_key for page in pages]

    def statements(some: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            desired_state(some, timezone.now())
        return len(queries)

    assert statements(items) == statements(items[:1])


def test_what_has_a_wrong_shape_is_kept_from_the_public_until_it_is_mended() -> None:
    home = make.home("en")
    wrong = [("table", {"data": [["1"]], "table_header_choice": "sideways"})]
    page = make.landing(home, "en", body=wrong)
    row = stored(page)
    assert (row.state, row.digest, bytes(row.body)) == ("withdrawn", "", b"")
    make.publish(page, body=[])
    assert state(page) == "published"


def test_rows_say_what_they_are() -> None:
    page = make.landing(make.home("en"), "en")
    make.term_pair("panel", "board")
    row = stored(page)
    change = Change.objects.get(version=row.version)
    item = page.translation_key
    assert (str(row), str(change)) == (f"en {item} published", f"{row.version} published {item} en")
    assert str(TermEdition.objects.get(language="en")) == "en board published"
    assert str(ConsumerOffset(name="search", version=3)) == "search 3"


@pytest.mark.parametrize("kind", ["file", "picture"])
def test_what_was_deleted_is_missed_only_in_a_translation_whose_source_still_has_it(kind: str) -> None:
    home, _ = make.homes("en")
    image: dict[str, Any] = {
        "picture": make.picture("en"),
        "alt_text": "English: a",
        "decorative": False,
        "caption": "",
    }
    fields: dict[str, Any] = {"body": [("image", image)]}
    if kind == "file":
        fields = {"files": [("file", {"title": "English: f", "file": make.file("en")})]}
    page = make.landing(home, "en", **fields)
    used = image["picture"] if kind == "picture" else page.files[0].value["file"]
    other = make.picture("cy") if kind == "picture" else make.file("cy")
    translation = make.translate(page, overrides={used.pk: other.pk})
    assert state(translation) == "published"
    with make.committed():
        other.delete()
    assert (state(translation), state(page)) == ("withdrawn", "published")
    with make.committed():
        used.delete()
    assert (state(translation), state(page)) == ("published", "published")


def test_an_alias_is_told_to_be_one() -> None:
    home, welsh = make.homes("en")
    page = make.landing(home, "en")
    with make.committed():
        page.create_alias(parent=make.fresh(welsh), update_locale=make.locale("cy"), reset_translation_key=False)
    found = desired_state([page.translation_key], timezone.now())[page.translation_key, "cy"]
    assert [(gap.kind, gap.path) for gap in found.gaps] == [("alias", "")]
    assert not found.publishable


def test_an_edition_that_stays_as_it_was_is_found_by_what_it_was() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", audiences=["parents"])
    translation = make.translate(page)
    changed = make.publish(page, summary="English: quite new", audiences=["carers"])
    make.translate(changed, fallback=True, without=("summary",))
    for shown, audience in ((page, "carers"), (translation, "parents")):
        facets = Facet.objects.filter(edition=stored(shown), name="audience")
        assert list(facets.values_list("value", flat=True)) == [audience]
    assert payload(translation)["audiences"][0]["code"] == "parents"
    assert stored(translation).revision == translation.live_revision_id


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The items whose bytes are made."""
    items: list[Any] = []

    def note(row: Edition, near: Neighbourhood) -> ComposedEdition:
        items.append(row.item)
        return compose(row, near)

    monkeypatch.setattr(reconciler, "compose", note)
    return items


def test_only_what_shows_something_that_changed_is_made_anew(composed: list[Any]) -> None:
    home = make.home("en")
    page, beside = make.landing(home, "en"), make.landing(home, "en")
    below = make.landing(page, "en")
    composed.clear()
    actions.reconcile([page.translation_key])
    assert composed == [page.translation_key]
    composed.clear()
    make.publish(page, change_note="English: nobody else shows it")
    assert composed == [page.translation_key]
    composed.clear()
    make.publish(page, title="English: others show it")
    assert sorted(composed) == sorted(one.translation_key for one in (home, page, below))
    assert beside.translation_key not in composed


def test_an_edition_that_ends_or_comes_is_made_anew_in_all_that_show_it(composed: list[Any]) -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    composed.clear()
    with make.committed():
        make.fresh(page).unpublish()
    assert composed == [home.translation_key]
    composed.clear()
    make.publish(page)
    assert sorted(composed) == sorted([home.translation_key, page.translation_key])


def test_only_a_page_that_moved_takes_those_below_it_along(monkeypatch: pytest.MonkeyPatch) -> None:
    framework = make.framework(make.home("en"), "en", slug="framework")
    section = make.section(framework, "en", slug="six")
    read: list[Any] = []

    def note(items: Any, *args: Any) -> Any:
        read.append(set(items))
        return desired_state(items, *args)

    monkeypatch.setattr(reconciler, "desired_state", note)
    actions.reconcile([framework.translation_key])
    assert read == [{framework.translation_key}]
    read.clear()
    Page.objects.filter(pk=framework.pk).update(url_path=framework.url_path.replace("framework", "elsewhere"))
    actions.reconcile([framework.translation_key])
    assert read == [{framework.translation_key}, {section.translation_key}]


def test_an_edition_was_updated_when_its_page_was_last_published() -> None:
    page = make.landing(make.home("en"), "en")
    again = make.publish(page, summary="English: new")
    row = stored(page)
    assert (row.published_at, row.updated_at) == (page.first_published_at, again.last_published_at)
    assert row.updated_at > row.published_at
    Page.objects.filter(pk=page.pk).update(first_published_at=None, live_revision=None)
    actions.reconcile([page.translation_key])
    assert stored(page).published_at == again.last_published_at

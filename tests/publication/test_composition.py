"""What an edition shows of others and of itself: addresses, cards, links, children, languages, and its bytes."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import brotli
import pytest
from backports import zstd
from wagtail.models import Page, PageViewRestriction

from cms.content.models import FileReading
from cms.publication import visibility
from cms.publication.models import Edition
from cms.publication.payload.addresses import ancestor_paths, api_address, print_addresses, public_address
from cms.publication.payload.cards import LIST_FIELDS, breadcrumb_step, card, list_entry
from cms.publication.payload.composition import compose, encode, write_bytes
from cms.publication.payload.item_links import linked_items, resolve
from cms.publication.payload.neighbourhood import Neighbourhood
from cms.publication.queries import media_queries
from cms.publication.reconciliation.appearance import Appearance, editions_showing
from cms.publication.visibility import Visibility
from tests.factories import content as make
from tests.factories.editions import edition as made_edition
from tests.factories.editions import expired, pair, withdrawn

from .editions import edition, payload

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SOON = NOW + timedelta(days=1)
ITEM, OTHER = (UUID(f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 2))


def test_addresses_are_those_of_the_languages_site() -> None:
    assert public_address("cy", "/cy/a/") == "https://cy.example.test/cy/a/"
    assert public_address("en", "/en/") == "https://en.example.test/en/"
    assert api_address(ITEM, "en") == f"https://api.example.test/api/v1/en/items/{ITEM}"
    assert print_addresses(ITEM, "cy") == {
        "html": f"https://cy.example.test/cy/print/{ITEM}/", "pdf": f"https://cy.example.test/cy/print/{ITEM}.pdf",
    }  # fmt: skip


def test_above_a_page_are_all_the_steps_of_its_path() -> None:
    assert ancestor_paths("/cy/a/b/") == ["/cy/", "/cy/a/"]
    assert ancestor_paths("/cy/a/") == ["/cy/"]
    assert ancestor_paths("/cy/") == []


def test_a_card_says_what_a_link_to_it_shows() -> None:
    row = made_edition("cy", type="resource", kind="video", title="Teitl", summary="Crynodeb", path="/cy/a/")
    step = {
        "id": str(row.item), "lang": "cy", "title": "Teitl", "path": "/cy/a/", "address": "https://cy.example.test/cy/a/",
    }  # fmt: skip
    assert breadcrumb_step(row) == step
    assert card(row) == {**step, "type": "resource", "kind": "video", "number": None, "summary": "Crynodeb"}
    section = made_edition("cy", type="section", number="6")
    assert (card(section)["kind"], card(section)["number"]) == (None, "6")


def test_an_entry_of_a_list_is_part_of_the_payload_under_the_editions_version() -> None:
    shared = [
        "id", "type", "language", "version", "path", "canonical", "title", "summary", "published", "updated",
        "reviewed_on", "review_due", "new_until", "change_note", "audiences", "topics", "languages",
    ]  # fmt: skip
    found: dict[str, Any] = {**{name: name.upper() for name in shared}, "body": [], "number": "6", "chapters": []}
    assert list_entry(found, 7) == {**{name: name.upper() for name in shared}, "number": "6", "version": 7}
    assert list(LIST_FIELDS) == shared


def test_content_leads_to_the_items_of_its_links_cards_and_related_pages() -> None:
    html = f'<p><a href="item:{ITEM}">x</a> <a href="https://example.org">y</a></p>'
    node = {
        "related": [str(OTHER)], "none": None, "words": ["a"],
        "body": [{"text": {"html": html, "plain": "x"}}, [{"item": "a", "address": None}], {"item": ""}],
        "deep": {"related": ["b"], "html": "<p>no link</p>"},
    }  # fmt: skip
    assert linked_items(node) == {str(ITEM), str(OTHER), "a", "b"}
    assert linked_items(["a", None]) == linked_items({}) == set()


def resolved(node: Any, *targets: Edition) -> Any:
    by_item = {row.item: row for row in targets}
    return resolve(node, "cy", by_item.get)


def test_a_link_in_a_text_leads_to_the_edition_or_leaves_its_words() -> None:
    welsh, english = made_edition("cy", item=ITEM, path="/cy/a/"), made_edition("en", item=OTHER, path="/en/b/")
    html = f'<p><a href="item:{ITEM}">un\n</a> <a href="item:{OTHER}">dau</a> <a href="item:{uuid4()}">tri</a></p>'
    found = resolved([{"html": html, "plain": "un dau tri"}], welsh, english)
    address = "https://cy.example.test/cy/a/"
    elsewhere = f'<a href="https://en.example.test/en/b/" data-item="{OTHER}" hreflang="en">dau</a>'
    assert found == [
        {"html": f'<p><a href="{address}" data-item="{ITEM}">un\n</a> {elsewhere} tri</p>', "plain": "un dau tri"}
    ]


def test_a_card_leads_to_the_edition_or_is_dropped() -> None:
    row = made_edition("en", item=ITEM, path="/en/a/")
    node = {
        "links": [{"item": str(ITEM), "address": "", "title": "a"}, {"item": str(OTHER), "address": "", "title": "b"}],
        "outside": {"item": None, "address": "https://example.org"}, "bare": {"item": str(OTHER)}, "number": 1,
    }  # fmt: skip
    assert resolved(node, row) == {
        "links": [
            {"item": str(ITEM), "address": "https://en.example.test/en/a/", "language": "en", "title": "a"},
        ],
        "outside": {"item": None, "address": "https://example.org"}, "bare": {"item": str(OTHER)}, "number": 1,
    }  # fmt: skip


def stored(language: str = "cy", **facts: Any) -> Edition:
    row: Edition = made_edition(language, **facts)
    Edition.objects.filter(pk=row.pk).update(content={})
    row.content = {}
    return row


def test_a_link_leads_to_its_own_language_then_to_the_other_then_nowhere() -> None:
    both = pair()
    english, none = made_edition("en"), withdrawn("cy")
    past = made_edition("cy", expires_at=NOW)
    row = stored()
    row.content = {"related": [str(one.item) for one in (both[0], english, none, past)]}
    near = Neighbourhood([row], NOW)
    found = [near.target(one.item, "cy") for one in (both[0], english, none, past)]
    assert found == [both[0], english, None, None]
    assert near.target(both[0].item, "en") == both[1]
    assert (near.shown(both[0].item, "cy"), near.shown(english.item, "cy")) == (both[0], None)
    assert near.shown(uuid4(), "cy") is None


def test_a_breadcrumb_goes_from_the_home_page_down_over_what_is_public() -> None:
    home = made_edition("cy", path="/cy/")
    made_edition("en", path="/en/")
    withdrawn("cy", path="/cy/a/")
    above = made_edition("cy", path="/cy/a/b/")
    made_edition("cy", path="/cy/a/b/c/d/")
    row = stored(path="/cy/a/b/c/")
    steps = Neighbourhood([row], NOW).breadcrumb(row)
    assert steps == [breadcrumb_step(home), breadcrumb_step(above)]
    withdrawn("cy", path="/cy/")
    assert Neighbourhood([row], NOW).breadcrumb(row)[0] == breadcrumb_step(home)


def children(row: Edition, count: int, **facts: Any) -> list[Any]:
    return [made_edition("cy", parent=row.item, position=f"{count - n:04}", **facts) for n in range(count)][::-1]


def test_children_are_the_public_ones_of_the_language_in_the_editors_order() -> None:
    row = stored(type="landing")
    rows = children(row, 3)
    withdrawn("cy", parent=row.item)
    made_edition("en", parent=row.item)
    made_edition("cy", parent=row.item, expires_at=NOW)
    made_edition("cy", parent=uuid4())
    assert Neighbourhood([row], NOW).children(row) == ([card(one) for one in rows], 3)


@pytest.mark.parametrize(("count", "shown", "total"), [(100, 100, 100), (101, 100, 101)])
def test_no_more_than_a_hundred_children_are_shown_and_all_counted(count: int, shown: int, total: int) -> None:
    row, beside = stored(type="landing"), stored(type="landing")
    rows = children(row, count)
    for state in ("published", "withdrawn"):
        for _ in range(2):
            made_edition("cy", parent=row.item, expires_at=NOW, state=state)
    withdrawn("cy", parent=row.item)
    made_edition("en", parent=row.item)
    near = Neighbourhood([row, beside], NOW)
    found, counted = near.children(row)
    assert (len(found), counted) == (shown, total)
    assert found == [card(one) for one in rows[:100]]
    assert near.children(beside) == ([], 0)


def test_a_type_that_has_no_children_is_not_asked_for_any(django_assert_num_queries: Any) -> None:
    row = stored(type="resource", kind="video")
    children(row, 1)
    near = Neighbourhood([row], NOW)
    with django_assert_num_queries(0):
        assert near.children(row) == ([], 0)


def test_the_terms_of_a_language_are_read_once_a_run(django_assert_num_queries: Any) -> None:
    near = Neighbourhood([], NOW)
    first = near.lexicon("cy")
    with django_assert_num_queries(0):
        assert near.lexicon("cy") is first


def languages(page: Any, now: datetime = NOW) -> dict[str, dict[str, Any]]:
    row = edition(page)
    assert row is not None
    return {entry["language"]: entry for entry in compose(row, Neighbourhood([row], now)).payload["languages"]}


def test_an_edition_says_how_its_other_language_stands() -> None:
    home, welsh = make.homes("en")
    row = edition(welsh)
    assert row is not None
    stale = datetime(2026, 1, 1, tzinfo=UTC)
    Edition.objects.filter(pk=row.pk).update(translation_status="stale", translation_since=stale)
    assert languages(home)["cy"] == {
        "language": "cy", "name": "Cymraeg", "state": "published", "title": welsh.title,
        "address": "https://cy.example.test/cy/", "api": api_address(home.translation_key, "cy"),
        "translation_status": "stale", "since": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    lost = {"title": None, "address": None, "api": None, "translation_status": "missing", "name": "Cymraeg"}
    for facts, state in (
        ({"state": "withdrawn", "state_since": stale}, "withdrawn"), ({"state": "gone", "state_since": stale}, "gone"),
        ({"state": "published", "expires_at": stale}, "withdrawn"),
    ):  # fmt: skip
        Edition.objects.filter(pk=row.pk).update(**facts)
        assert languages(home)["cy"] == {**lost, "language": "cy", "state": state, "since": "2026-01-01T00:00:00Z"}
    Edition.objects.filter(pk=row.pk).delete()
    published = edition(home)
    assert published is not None
    since = languages(home)["cy"]["since"]
    assert datetime.fromisoformat(since) == published.published_at
    assert languages(home)["cy"] == {**lost, "language": "cy", "state": "missing", "since": since}


def test_a_payload_says_what_it_is_and_whose() -> None:
    organisation = make.organisation("en", name="English: Agency")
    home = make.home("en")
    page = make.resource(
        home, "en", kind="video", publisher=organisation, licence="cc-by-4.0", audiences=["parents"],
        related=[("page", home)],
    )  # fmt: skip
    found, row = payload(page), edition(page)
    assert row is not None
    assert [found[name] for name in ("id", "type", "language", "version", "path")] == [
        str(page.translation_key), "resource", "en", row.version, row.path,
    ]  # fmt: skip
    assert found["canonical"] == public_address("en", row.path)
    assert found["print"] == print_addresses(page.translation_key, "en")
    assert datetime.fromisoformat(found["published"]) == row.published_at
    assert datetime.fromisoformat(found["updated"]) == row.updated_at
    assert found["attribution"]["publisher"]["name"] == "English: Agency"
    assert found["attribution"]["commissioner"] is None
    assert "publisher" not in found
    assert found["licence"] == {
        "code": "cc-by-4.0", "label": "Creative Commons BY 4.0", "address": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip
    assert found["kind"] == {"code": "video", "label": "Video"}
    assert found["audiences"] == [{"code": "parents", "label": "Parents"}]
    assert [step["path"] for step in found["breadcrumb"]] == ["/en/"]
    assert [entry["title"] for entry in found["related"]] == [home.title]
    assert [entry["language"] for entry in found["languages"]] == ["cy", "en"]


def test_the_bytes_of_an_edition_are_those_of_its_payload_under_its_version() -> None:
    home = make.home("en", introduction="<p>English: Ŵyr & co</p>")
    row = edition(home)
    assert row is not None
    made = compose(row, Neighbourhood([row], NOW))
    assert (made.payload["version"], len(made.digest)) == (0, 32)
    assert made.body == encode(made.payload)
    write_bytes(row, made, 7, NOW)
    assert (row.digest, row.version, row.changed_at) == (made.digest, 7, NOW)
    assert json.loads(bytes(row.body)) == {**made.payload, "version": 7}
    unpacked = (
        gzip.decompress(row.body_gzip),
        brotli.decompress(row.body_br or b""),
        zstd.decompress(row.body_zstd or b""),
    )
    assert unpacked == (row.body,) * 3
    assert row.encoded_version == 7
    assert json.loads(bytes(row.card))["version"] == 7
    assert row.words == "english: ŵyr &amp; co"
    assert row.body_gzip == gzip.compress(row.body, 6, mtime=0)


def test_json_is_compact_and_in_utf_8() -> None:
    assert encode({"a": ["ŵ", 1]}) == '{"a":["ŵ",1]}'.encode()


def shows(*appearances: Appearance) -> set[UUID]:
    conditions = list(editions_showing(list(appearances)))
    return {row.item for condition in conditions for row in Edition.objects.filter(condition)}


def test_an_edition_is_shown_by_its_parent_by_what_links_to_it_and_by_all_below_it() -> None:
    parent = pair()
    row = stored(type="landing", parent=parent[0].item, path="/cy/a/")
    below, linking = made_edition("cy", path="/cy/a/b/"), made_edition("en")
    linking.facets.create(name="link", value=str(row.item))
    made_edition("cy", path="/cy/b/").facets.create(name="file", value=str(row.item))
    found = Appearance.of(row)
    assert shows(found) == {row.item, parent[0].item, below.item, linking.item}
    assert list(editions_showing([])) == []
    childless = Appearance.of(stored(type="resource", kind="video", path="/cy/c/"))
    made_edition("cy", path="/cy/c/d/")
    assert shows(childless) == set()
    rows = [one for condition in editions_showing([found]) for one in Edition.objects.filter(condition)]
    assert [one.language for one in rows if one.item == parent[0].item] == ["cy"]


def test_each_of_two_languages_is_shown_by_its_own_parent() -> None:
    parents = pair()
    own = [Appearance.of(stored(code, type="resource", kind="video", parent=parents[0].item)) for code in ("cy", "en")]
    rows = [row for condition in editions_showing(own) for row in Edition.objects.filter(condition)]
    assert sorted(row.language for row in rows if row.item == parents[0].item) == ["cy", "en"]


def test_a_page_is_allowed_while_it_is_live_open_and_no_alias() -> None:
    home = make.home("en")
    open_, closed = make.landing(home, "en"), make.landing(home, "en")
    below = make.landing(closed, "en")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    policy = Visibility(NOW)
    assert [policy.restricted(page) for page in (home, open_, closed, below)] == [False, False, True, True]
    assert [policy.allows(page) for page in (home, open_, closed, below)] == [True, True, False, False]
    assert policy.allows_item([home, open_]) is True
    assert policy.allows_item([home, closed]) is False
    assert policy.allows(Page(path="00010001", live=False)) is False
    assert policy.allows(Page(path="00010001", live=True, alias_of=home)) is False
    assert policy.allows(Page(path="00010001", live=True)) is True


@pytest.mark.parametrize("state", ["published", "withdrawn", "gone"])
def test_a_stored_edition_is_served_while_it_is_published_and_has_not_expired(state: str) -> None:
    for expires_at, lasts in ((None, True), (NOW, False), (SOON, True)):
        row = stored(state=state, expires_at=expires_at)
        assert visibility.is_served(row, NOW) is visibility.may_be_served(state, expires_at, NOW)
        assert visibility.is_served(row, NOW) is (lasts and state == "published")


def test_the_words_of_a_download_are_given_while_an_edition_offers_it() -> None:
    files = [make.file("cy", f"form-{number}.pdf") for number in range(4)]
    for file in files:
        FileReading.objects.update_or_create(file=file, defaults={"texts": [["1", "geiriau"]]})
    FileReading.objects.filter(file=files[3]).update(texts=[])
    made_edition("cy", files=[files[0].uid, files[3].uid])
    expired("cy", files=[files[1].uid])
    withdrawn("cy", files=[files[1].uid])
    made_edition("cy", pictures=[files[2].uid])
    found = media_queries.file_texts([file.uid for file in files])
    assert list(found) == [files[0].uid]
    assert media_queries.file_text(files[0].uid) == found[files[0].uid] != []
    assert media_queries.file_text(files[1].uid) == []


def test_no_downloads_have_no_words_and_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert media_queries.file_texts([]) == {}


def test_a_download_is_where_its_bytes_are() -> None:
    file = make.file("mul", "form.pdf", b"12345")
    found = media_queries.stored_file(file.uid)
    assert found is not None
    assert (found.uid, found.key, found.name) == (file.uid, file.file.name, file.filename)
    assert (found.language, found.bytes) == ("mul", 5)
    assert found.modified == file.file.storage.get_modified_time(file.file.name)
    assert media_queries.stored_file(uuid4()) is None
    file.file.storage.delete(file.file.name)
    assert media_queries.stored_file(file.uid) is None


def test_a_picture_is_offered_in_widths_no_wider_than_itself() -> None:
    picture = make.picture(width=900)
    assert media_queries.picture_widths(picture.uid) == (320, 480, 800)
    small = make.picture(width=300)
    assert media_queries.picture_widths(small.uid) == (300,)
    exact = make.picture(width=800)
    assert media_queries.picture_widths(exact.uid) == (320, 480, 800)
    assert media_queries.picture_widths(uuid4()) == ()
    found = media_queries.stored_picture(picture.uid, 320)
    assert found is not None
    assert (found.uid, found.name, found.language) == (picture.uid, f"{picture.uid}-320.webp", "zxx")
    assert media_queries.stored_picture(uuid4(), 320) is None
    picture.file.storage.delete(picture.file.name)
    assert media_queries.stored_picture(picture.uid, 800) is None


def test_storage_that_knows_no_dates_still_gives_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    file = make.file("cy", "form.pdf", b"123")

    def unknown(name: str) -> datetime:
        raise NotImplementedError

    monkeypatch.setattr(file.file.storage, "get_modified_time", unknown)
    found = media_queries.stored_file(file.uid)
    assert found is not None
    assert (found.modified, found.bytes) == (None, 3)

"""What outlets are given of editions: the item that answers best, how it stands, and lists in order."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from cms.publication.models import Edition, LogHead
from cms.publication.queries import batches, item_queries, list_queries, manifest_query
from cms.publication.queries.generation_cache import GenerationCache
from cms.publication.queries.list_queries import editions
from cms.publication.queries.query_types import (
    SORT_FIELDS,
    Cards,
    EditionFilter,
    FoundItem,
    KeysetPosition,
    LanguageStatus,
    ManifestEdition,
    Offer,
    ReadyEdition,
)
from tests.factories.editions import edition, expired, gone, pair, withdrawn

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
LATER = MOMENT + timedelta(days=1)
ID = "00000000-0000-4000-8000-0000000000{:02d}"


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch):
    """Each test begins with the same generation, and so would find another one's total."""
    monkeypatch.setattr(list_queries, "_totals", GenerationCache())


def asked(row: Any, *languages: Any) -> FoundItem:
    found = item_queries.item(row.item, *languages)
    assert found is not None
    return found


def own(row: Any) -> ReadyEdition:
    found = asked(row, row.language).edition(row.language)
    assert found is not None
    return found


def at(path, *languages):
    found = item_queries.item_at(path, *languages)
    return found and found.item


def test_an_item_says_how_it_stands_in_each_language():
    rows: dict[Any, Any] = {
        "published": edition("cy", state_since=MOMENT, changed_at=LATER),
        "withdrawn": withdrawn("cy", state_since=MOMENT, changed_at=LATER),
        "gone": gone("cy", state_since=MOMENT, changed_at=LATER),
    }
    for state, row in rows.items():
        found = asked(row, "cy")
        title, path = (row.title, row.path) if state == "published" else ("", "")
        assert found.status("cy") == LanguageStatus("cy", state, MOMENT, title, path, LATER)
        assert found.status("en") == LanguageStatus("en", "missing")
        assert [status.language for status in found.available] == (["cy"] if state == "published" else [])
    assert item_queries.item(uuid4(), "cy") is None


def test_what_has_expired_is_withdrawn_since_its_expiry():
    row = expired("en")
    found = asked(row, "en")
    assert found.status("en") == LanguageStatus("en", "withdrawn", row.expires_at, changed_at=row.expires_at)
    assert (found.editions, found.available) == ((), ())
    assert found.edition("en") is None


def test_an_edition_is_read_as_it_is_stored():
    row = edition("cy", changed_at=LATER, expires_at=timezone.now() + timedelta(days=1))
    found = own(row)
    names = ("item", "language", "version", "digest", "changed_at", "expires_at", "path", "title", "body")
    assert [getattr(found, name) for name in names] == [getattr(row, name) for name in names]
    assert found.licence == "ogl-3.0"


def test_an_edition_without_a_licence_has_none():
    row = edition("cy")
    type(row).objects.update(body=b"{}")
    assert own(row).licence == ""


def test_an_address_answers_with_the_item_that_has_it_now_not_with_one_that_had_it():
    for position in ("1", "3"):
        withdrawn("cy", path="/cy/a/", position=position, state_since=LATER)
    holder = edition("cy", path="/cy/a/", position="2")
    assert at("/cy/a/", "cy") == holder.item
    assert at("/cy/b/", "cy") is None


def test_an_address_that_nobody_has_now_answers_with_an_item_that_is_public_in_the_other_language():
    withdrawn("cy", path="/cy/a/", state_since=LATER, position="1")
    moved = withdrawn("cy", path="/cy/a/", state_since=MOMENT, position="2")
    edition("en", item=moved.item, position="2")
    assert at("/cy/a/", "cy") == moved.item


def test_an_address_that_public_items_had_answers_with_the_first_in_the_editors_order():
    items = [edition("en", position=position).item for position in ("2", "1")]
    for item, since, position in zip(items, (MOMENT, LATER), ("2", "1"), strict=True):
        withdrawn("cy", item=item, path="/cy/a/", state_since=since, position=position)
    assert at("/cy/a/", "cy") == items[1]
    # When either lost the address makes no difference.
    withdrawn("cy", path="/cy/a/", state_since=LATER + timedelta(days=1), position="0")
    assert at("/cy/a/", "cy") == items[1]


def test_an_address_answers_with_what_ended_last_where_nothing_is_public_any_more():
    for position, since in (("1", MOMENT), ("3", MOMENT)):
        gone("cy", path="/cy/a/", position=position, state_since=since)
    last = gone("cy", path="/cy/a/", position="2", state_since=LATER)
    assert at("/cy/a/", "cy") == last.item
    # An item has ended when the last of its languages has.
    later = gone("cy", path="/cy/a/", position="4", state_since=MOMENT)
    gone("en", item=later.item, state_since=LATER + timedelta(days=1))
    assert at("/cy/a/", "cy") == later.item


def test_an_address_of_one_language_finds_its_item_whatever_language_is_asked_for():
    welsh, english = pair()
    found = item_queries.item_at(welsh.path, "en")
    assert found is not None
    assert [ready.path for ready in found.editions] == [english.path]


def test_the_address_decides_not_the_language_asked_for():
    """Somebody follows a Welsh address and asks for English: the item that has the Welsh address now answers."""
    former = withdrawn("cy", path="/cy/a/", position="1")
    edition("en", item=former.item, position="1")
    holder = edition("cy", path="/cy/a/", position="2")
    assert at("/cy/a/", "en") == holder.item


def first(*given):
    found = item_queries.first_of_type(*given)
    return found and found.item


def test_the_first_item_of_a_type_is_the_first_that_is_public_in_the_language():
    edition("en", type="home", position="1")
    second, third = (edition("cy", type="home", position=position) for position in ("2", "3"))
    edition("cy", type="landing", position="0")
    assert first("home", "cy", "en") == second.item
    type(second).objects.filter(pk=second.pk).update(state="withdrawn")
    assert first("home", "cy", "en") == third.item
    assert item_queries.first_of_type("framework", "cy") is None


def test_a_numbered_item_is_found_by_its_number_and_type():
    edition("cy", type="section", number="7")
    section = edition("cy", type="section", number="6")
    edition("cy", type="resource", number="6")
    assert getattr(item_queries.numbered("section", "6", "cy"), "item", None) == section.item
    assert item_queries.numbered("section", "8", "cy") is None


def test_a_file_is_offered_until_the_last_edition_with_it_expires():
    uid, soon = uuid4(), timezone.now() + timedelta(days=1)
    assert item_queries.offer("file", uid) == Offer("unknown")
    withdrawn("cy", files=[uid])
    expired("cy", files=[uid])
    assert item_queries.offer("file", uid) == Offer("withdrawn")
    offering = [edition("en", files=[uid], expires_at=soon + timedelta(days=days)) for days in (1, 0)]
    items = frozenset((row.item, row.lang) for row in offering)
    assert item_queries.offer("file", uid) == Offer("offered", soon + timedelta(days=1), items)
    assert item_queries.offer("picture", uid).state == "unknown"
    lasting = edition("cy", files=[uid])
    assert item_queries.offer("file", uid) == Offer("offered", None, items | {(lasting.item, lasting.lang)})


def test_a_file_that_one_edition_stopped_offering_is_offered_by_another_until_that_expires():
    uid, soon = uuid4(), timezone.now() + timedelta(days=1)
    withdrawn("cy", files=[uid])
    row = edition("en", files=[uid], expires_at=soon)
    assert item_queries.offer("file", uid) == Offer("offered", soon, frozenset({(row.item, row.lang)}))


def test_before_anything_is_published_the_generation_is_none():
    LogHead.objects.all().delete()
    assert item_queries.generation() == 0
    LogHead.objects.create(generation=7)
    assert item_queries.generation() == 7


def test_ready_content_of_many_is_what_may_be_served_of_the_languages_asked_for():
    until = timezone.now() + timedelta(days=1)
    welsh, english = pair(expires_at=until)
    lone = edition("cy")
    hidden = [withdrawn("cy"), expired("cy")]
    keys = [(str(welsh.item), "cy"), (str(lone.item), "en"), *((str(row.item), "cy") for row in hidden)]
    for whole in (True, False):
        found = batches.editions(keys, whole=whole)
        content = welsh.body if whole else welsh.card
        assert found == {(str(welsh.item), "cy"): batches.ReadyContent(content, until)}
    both = batches.editions([(str(welsh.item), "cy"), (str(welsh.item), "en"), (str(lone.item), "cy")], whole=False)
    assert both[str(english.item), "en"].content == english.card
    assert both[str(lone.item), "cy"].expires_at is None


def test_nothing_asked_for_is_nothing_read(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert batches.editions([], whole=True) == batches.terms([]) == {}


def test_where_an_edition_stands_in_the_editors_order_is_known_by_language():
    welsh, _ = pair(cy={"position": "00020001"}, en={"position": "00010001"})
    assert batches.position(welsh.item, "cy") == "00020001"
    assert batches.position(welsh.item, "en") == "00010001"
    assert batches.position(uuid4(), "cy") is None


ORDERS: dict[Any, Any] = {
    "position": ("position", ["1", "2"]), "title": ("title_key", ["1", "2"]), "-title": ("title_key", ["2", "1"]),
    "updated": ("updated_at", [MOMENT, LATER]), "-updated": ("updated_at", [LATER, MOMENT]),
    "published": ("published_at", [MOMENT, LATER]), "-published": ("published_at", [LATER, MOMENT]),
    "version": ("version", [1000, 3000]),
}  # fmt: skip


@pytest.mark.parametrize("sort", sorted(ORDERS))
def test_a_list_is_in_the_order_asked_for(sort):
    column, values = ORDERS[sort]
    middle = {"1": "15", "2": "15", 1000: 2000}.get(values[0], MOMENT + timedelta(hours=1))
    wanted = [values[0], middle, values[1]]
    rows = {value: edition("cy", **{column: value}) for value in (middle, *values)}
    found = editions(EditionFilter("cy"), sort, 5)
    assert [row.item for row in found.rows] == [rows[value].item for value in wanted]
    assert [row.value for row in found.rows] == wanted
    assert sorted(SORT_FIELDS) == sorted(ORDERS)
    beside = editions(EditionFilter("cy"), sort, 5, KeysetPosition(wanted[1], rows[middle].item))
    assert [row.item for row in beside.rows] == [rows[wanted[2]].item]


def test_a_list_gives_cards_or_whole_payloads():
    row = edition("cy")
    assert editions(EditionFilter("cy"), "position", 1).rows[0].content == row.card
    assert editions(EditionFilter("cy"), "position", 1, full=True).rows[0].content == row.body


PARENT = UUID(ID.format(90))
NARROWED: dict[str, Any] = {
    "types": ({"type": "guide"}, ("guide", "module")),
    "kinds": ({"type": "resource", "kind": "checklist"}, ("checklist", "video")),
    "sections": ({"section": "6"}, ("6", "7")),
    "parents": ({"parent": PARENT}, (PARENT,)),
    "audiences": ({"audiences": ["parents"]}, ("parents", "carers")),
    "topics": ({"topics": ["matching"]}, ("matching", "court")),
    "updated_since": ({"updated_at": LATER}, LATER),
    "reviewed_before": ({"reviewed_on": date(2026, 1, 1)}, date(2026, 1, 2)),
    "new": ({"new_until": date(2999, 1, 1)}, True),
}


@pytest.mark.parametrize("name", sorted(NARROWED))
def test_a_list_holds_what_it_is_narrowed_to_and_counts_it(name):
    facts, wanted = NARROWED[name]
    edition("cy", audiences=["health-partners"], topics=["other"], reviewed_on=date(2026, 6, 1))
    edition("en", **facts)
    withdrawn("cy", **facts)
    expired("cy", **facts)
    row = edition("cy", **facts)
    found = editions(EditionFilter("cy", **{name: wanted}), "position", 5)
    assert ([one.item for one in found.rows], found.total, found.more) == ([row.item], 1, False)


def test_a_facet_is_found_under_its_own_name_only():
    edition("cy", topics=["parents"], audiences=["carers"])
    assert editions(EditionFilter("cy", audiences=("parents",)), "position", 5).rows == ()
    assert editions(EditionFilter("cy", topics=("carers",)), "position", 5).rows == ()


def test_an_item_is_new_until_the_end_of_its_day_and_not_new_after_it_or_without_one():
    today = timezone.localdate()
    days = {"today": today, "yesterday": today - timedelta(days=1), "none": None}
    rows = {name: edition("cy", new_until=day).item for name, day in days.items()}
    for new, names in ((True, {"today"}), (False, {"yesterday", "none"})):
        found = editions(EditionFilter("cy", new=new), "position", 5)
        assert {row.item for row in found.rows} == {rows[name] for name in names}


def test_a_list_says_when_the_first_of_it_expires():
    now = timezone.now()
    for days in (2, 1, 3):
        edition("cy", expires_at=now + timedelta(days=days))
    edition("en", expires_at=now + timedelta(hours=1))
    found = editions(EditionFilter("cy"), "position", 1)
    assert (found.expires_at, found.total, found.more) == (now + timedelta(days=1), 3, True)


def test_a_total_is_counted_once_a_generation(django_assert_num_queries):
    LogHead.objects.get_or_create()
    edition("cy")
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert editions(EditionFilter("cy"), "position", 1).total == 1
    edition("cy")
    LogHead.objects.update(generation=100)
    assert editions(EditionFilter("cy"), "position", 1).total == 2


def test_an_empty_list_is_counted_each_time():
    assert editions(EditionFilter("cy"), "position", 1).total == 0
    edition("cy")
    assert editions(EditionFilter("cy"), "position", 1).total == 1


def manifest(*given, **further):
    found = manifest_query.manifest(*given, **further)
    return [int(str(entry.item)[-2:]) for entry in found.entries], found.more


def test_the_manifest_has_each_item_once_with_its_public_languages():
    for number in (1, 2, 3):
        item = UUID(ID.format(number))
        pair(item=item, type="guide", expires_at=timezone.now() + timedelta(days=number))
    expired("cy")
    withdrawn("en")
    assert manifest(2) == ([1, 2], True)
    assert manifest(3) == ([1, 2, 3], False)
    assert manifest(2, UUID(ID.format(1))) == ([2, 3], False)
    assert manifest(1, UUID(ID.format(3)), backwards=True) == ([2], True)
    assert manifest(2, UUID(ID.format(3)), backwards=True) == ([1, 2], False)
    found = manifest_query.manifest(1)
    assert found.total == 3
    assert found.expires_at
    assert found.expires_at < timezone.now() + timedelta(days=1)
    (entry,) = found.entries
    rows = {row.language: row for row in Edition.objects.filter(item=entry.item)}
    assert entry.type == "guide"
    assert entry.editions == tuple(
        ManifestEdition(
            code,
            rows[code].version,
            f"https://{code}.example.test{rows[code].path}",
            f"https://api.example.test/api/v1/{code}/items/{entry.item}",
            rows[code].updated_at,
            {},
        )
        for code in ("cy", "en")
    )


def test_a_card_says_what_a_list_needs_of_it():
    LogHead.objects.update_or_create(defaults={"generation": 5})
    until = timezone.now() + timedelta(days=1)
    row = edition("cy", expires_at=until)
    other = edition("cy")
    found = list_queries.cards([row.item, other.item], "cy", [row.item])
    assert found.generation == 5
    card = found.by_item[row.item]
    names = ("item", "version", "path", "title", "card", "body", "expires_at")
    assert [getattr(card, name) for name in names] == [getattr(row, name) for name in names]
    assert (card.twin, found.by_item[other.item].body) == (False, b"")
    assert list_queries.cards([uuid4()], "cy") == Cards({}, None)


def test_a_section_is_named_by_the_first_of_its_number_in_the_editors_order():
    for position, title in (("2", "Ail"), ("1", "Cyntaf"), ("3", "Olaf")):
        edition("cy", type="section", number="6", position=position, title=title)
    edition("en", type="section", number="7")
    edition("cy", type="information", number="8")
    withdrawn("cy", type="section", number="9")
    assert list_queries.section_titles("cy") == {"6": "Cyntaf"}


def test_topics_and_audiences_in_use_are_those_of_public_editions_of_the_language():
    for _ in range(2):
        edition("cy", topics=["matching"], audiences=["parents"])
    edition("cy", topics=["court"], audiences=["carers"])
    edition("en", topics=["english"], audiences=["health-partners"])
    withdrawn("cy", topics=["withdrawn"], audiences=["referees"])
    topics = {(found.code, found.count, found.label) for found in list_queries.topics_in_use("cy")}
    assert topics == {("matching", 2, "matching (cy)"), ("court", 1, "court (cy)")}
    audiences = {(found.code, found.count, found.label) for found in list_queries.audiences_in_use("cy")}
    assert audiences == {("parents", 2, ""), ("carers", 1, "")}

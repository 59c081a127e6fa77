"""Lists: what they hold, in which order, and how many queries they take."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.publication.models import Edition
from tests.factories.editions import edition, expired, gone, withdrawn
from tests.factories.terms import term_pair

pytestmark = pytest.mark.django_db
WELSH_ORDER = [
    "Adnodd", "Bore", "Canllaw", "Cyswllt", "Chwarae", "Dogfen", "Dydd", "Ddoe", "Ei", "Fideo", "Ffurflen", "Gofal",
    "Nghymru", "Haf", "Lwc", "Lles", "Mam", "Nos", "Pwyllgor", "Phlant", "Rownd", "Rhieni", "Siart", "Teulu", "Theori", "Ysgol",
]  # fmt: skip


def titles(response):
    return [item["title"] for item in response.json()["items"]]


def ids(response):
    return {item["id"] for item in response.json()["items"]}


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("sections", ["section"]),
        ("resources", ["resource"]),
        ("guides", ["guide"]),
        ("information", ["information"]),
        ("training", ["module"]),
        ("items", ["home", "section", "resource", "guide", "information", "module", "training", "guide_index"]),
    ],
)
def test_each_list_holds_its_types(api, language, name, types):
    for type_ in ("home", "section", "resource", "guide", "information", "module", "training", "guide_index"):
        edition(language, type=type_)
    response = api.read(f"{language}/{name}")
    assert sorted(item["type"] for item in response.json()["items"]) == sorted(types)
    assert response.json()["total"] == len(types)
    assert response["Content-Language"] == language


def test_a_list_holds_the_public_editions_of_its_language_only(api, language, other):
    row = edition(language)
    edition(other)
    for make in (withdrawn, gone, expired):
        make(language)
    assert ids(api.read(f"{language}/items")) == {str(row.item)}


@pytest.mark.parametrize("rows", [5, 500])
@pytest.mark.parametrize("query", ["", "?audience=parents&topic=cyswllt&sort=-title&fields=full&limit=100"])
def test_a_list_is_two_queries_for_5_rows_and_for_500(api, django_assert_num_queries, rows, query):
    one = edition("cy", topics=["cyswllt"], audiences=["parents"])
    copies = [_copy(one, number) for number in range(rows - 1)]
    Edition.objects.bulk_create(copies)
    with django_assert_num_queries(2):
        response = api.read(f"cy/items{query}")
    assert response.json()["total"] == (1 if query else rows)


def _copy(row, number):
    values = {
        field.attname: getattr(row, field.attname) for field in Edition._meta.concrete_fields if field.name != "id"
    }
    return Edition(**{**values, "item": uuid4(), "path": f"{row.path}{number}/", "position": f"0002{number:04d}"})


def test_a_summary_is_the_card_and_full_is_the_payload(api, language):
    row = edition(language)
    assert api.read(f"{language}/items").json()["items"] == [json.loads(row.card)]
    assert api.read(f"{language}/items?fields=full").json()["items"] == [json.loads(row.body)]


def test_welsh_titles_sort_by_the_welsh_alphabet(api):
    for title in sorted(WELSH_ORDER):
        edition("cy", title=title)
    expected = [title for title in WELSH_ORDER if title != "Nghymru"]
    expected.insert(expected.index("Haf"), "Nghymru")
    assert titles(api.read("cy/items?sort=title&limit=100")) == expected
    assert titles(api.read("cy/items?sort=-title&limit=100")) == expected[::-1]


def test_english_titles_sort_by_the_english_alphabet(api):
    for title in ("Llama", "Lobby", "Chart", "Curve", "Children"):
        edition("en", title=title)
    assert titles(api.read("en/items?sort=title")) == ["Chart", "Children", "Curve", "Llama", "Lobby"]


@pytest.mark.parametrize("name", ["updated", "published"])
def test_lists_sort_by_their_dates_both_ways(api, language, name):
    for day in (2, 3, 1):
        edition(language, title=str(day), **{f"{name}_at": datetime(2026, 3, day, tzinfo=UTC)})
    assert titles(api.read(f"{language}/items?sort={name}")) == ["1", "2", "3"]
    assert titles(api.read(f"{language}/items?sort=-{name}")) == ["3", "2", "1"]


def test_without_a_sort_lists_are_in_the_editors_order(api, language):
    for position in ("0002", "0001", "0003"):
        edition(language, title=position, position=position)
    assert titles(api.read(f"{language}/items")) == ["0001", "0002", "0003"]


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("type=guide", {"type": "guide"}),
        ("type=guide,module", {"type": "module"}),
        ("kind=flowchart", {"type": "resource", "kind": "flowchart"}),
        ("section=6.2", {"section": "6.2"}),
        ("audience=parents", {"audiences": ["parents", "carers"]}),
        ("audience=parents,carers", {"audiences": ["carers", "parents"]}),
        ("topic=cyswllt", {"topics": ["cyswllt"]}),
        ("topic=cyswllt&audience=carers", {"topics": ["cyswllt"], "audiences": ["carers"]}),
        ("new=true", {"new_until": timezone.localdate()}),
        ("updated_since=2026-06-01", {"updated_at": datetime(2026, 6, 1, tzinfo=UTC)}),
        ("updated_since=2026-06-01T00:00:00%2B01:00", {"updated_at": datetime(2026, 6, 1, tzinfo=UTC)}),
        ("updated_since=2026-06-01T00:00:00+01:00", {"updated_at": datetime(2026, 6, 1, tzinfo=UTC)}),
        ("updated_since=2026-06-01T00:00:00Z", {"updated_at": datetime(2026, 6, 1, tzinfo=UTC)}),
        ("reviewed_before=2026-01-01", {"reviewed_on": date(2025, 12, 31)}),
    ],
)
def test_a_filter_keeps_what_it_names_once_and_leaves_the_rest(api, language, query, facts):
    row = edition(language, **facts)
    edition(language, new_until=timezone.localdate() - timedelta(days=1), reviewed_on=date(2026, 1, 1))
    edition(language, topics=["arall"], audiences=["referees"])
    response = api.read(f"{language}/items?{query}")
    assert [item["id"] for item in response.json()["items"]] == [str(row.item)]
    assert response.json()["total"] == 1


def test_not_new_is_what_never_was_and_what_no_longer_is(api, language):
    today = timezone.localdate()
    edition(language, new_until=today)
    rows = [edition(language), edition(language, new_until=today - timedelta(days=1))]
    assert ids(api.read(f"{language}/items?new=false")) == {str(row.item) for row in rows}


def test_children_are_listed_by_their_parent(api, language):
    parent = edition(language)
    rows = [edition(language, parent=parent.item) for _ in range(2)]
    assert ids(api.read(f"{language}/items?parent={parent.item}")) == {str(row.item) for row in rows}


def test_an_open_code_that_nothing_has_gives_an_empty_list(api, language):
    edition(language, topics=["cyswllt"])
    assert api.read(f"{language}/items?topic=nothing").json() == {"items": [], "next": None, "total": 0}


def test_topics_in_use_are_counted_and_in_alphabetical_order(api, language, django_assert_num_queries):
    for topics in (["llys"], ["lles", "llys"], ["lwfans"]):
        edition(language, topics=topics)
    withdrawn(language, topics=["tyst"])
    with django_assert_num_queries(2):
        found = api.read(f"{language}/topics").json()
    expected = ["lwfans", "lles", "llys"] if language == "cy" else ["lles", "llys", "lwfans"]
    assert [entry["code"] for entry in found["items"]] == expected
    by_code = {entry["code"]: entry for entry in found["items"]}
    assert (by_code["llys"]["count"], by_code["llys"]["label"]) == (2, f"llys ({language})")
    assert api.read(by_code["llys"]["items"].removeprefix("https://api.example.test")).json()["total"] == 2


def test_audiences_are_all_there_with_their_labels_and_counts(api, language, django_assert_num_queries):
    edition(language, audiences=["parents", "carers"])
    with django_assert_num_queries(1):
        found = api.read(f"{language}/audiences").json()
    by_code = {entry["code"]: entry for entry in found["items"]}
    assert found["total"] == 12
    assert by_code["parents"]["label"] == {"cy": "Rhieni", "en": "Parents"}[language]
    assert (by_code["parents"]["count"], by_code["referees"]["count"]) == (1, 0)


def test_the_manifest_has_each_item_with_its_public_languages(api, django_assert_num_queries):
    welsh = edition("cy")
    english = edition("en", item=welsh.item)
    alone = edition("en")
    withdrawn("cy", item=alone.item)
    gone("cy")
    # Two of items, two of terms, however many there are.
    with django_assert_num_queries(4):
        found = api.read("manifest").json()
    entries = {entry["id"]: entry for entry in found["items"]}
    assert found["total"] == 2
    assert set(entries[str(welsh.item)]["languages"]) == {"cy", "en"}
    assert entries[str(alone.item)]["languages"] == {
        "en": {
            "version": alone.version,
            "updated": "2026-03-01T09:30:00Z",
            "address": f"https://en.example.test{alone.path}",
            "api": f"https://api.example.test/api/v1/en/items/{alone.item}",
            "files": [],
            "pictures": [],
        }
    }
    assert entries[str(welsh.item)]["languages"]["en"]["version"] == english.version


@pytest.mark.parametrize(
    ("repeated", "joined"),
    [
        ("audience=parents&audience=carers", "audience=parents,carers"),
        ("type=guide&type=module,section", "type=guide,module,section"),
        ("topic=a&topic=b&sort=title", "topic=a,b&sort=title"),
        ("section=6&section=6.2", "section=6,6.2"),
    ],
)
def test_values_given_one_by_one_are_taken_as_with_commas(api, language, repeated, joined):
    for facts in ({"audiences": ["parents"], "type": "guide"}, {"audiences": ["carers"], "topics": ["a"]}, {}):
        edition(language, **facts)
        edition(language, type="section", number="6.2", section="6.2", topics=["b"], audiences=["parents"])
    one = api.read(f"{language}/items?{repeated}&limit=1")
    assert one.content == api.read(f"{language}/items?{joined}&limit=1").content
    following = one.json()["next"].removeprefix("https://api.example.test")
    assert api.read(following).status_code == 200


def test_fifty_values_are_enough_however_they_are_given(api, language):
    assert api.read(f"{language}/items?{'&'.join(['topic=x'] * 50)}").status_code == 200
    assert (
        api.problem(f"{language}/items?{'&'.join(['topic=x'] * 51)}", 400, "invalid-parameter")["parameter"] == "topic"
    )
    assert api.problem(f"{language}/items?topic=x&topic=", 400, "invalid-parameter")["parameter"] == "topic"


def test_the_manifest_holds_the_languages_asked_for(api, language, other):
    row = edition(language)
    edition(other, item=row.item)
    edition(other)
    found = api.read(f"manifest?lang={language}").json()
    assert found["total"] == 1
    assert [set(entry["languages"]) for entry in found["items"]] == [{language}]
    assert api.read("manifest?lang=cy,en").json() == api.read("manifest?lang=cy&lang=en").json()
    assert api.read("manifest?lang=cy,en").json()["total"] == 2
    for wrong in ("fr", "", "cy,fr"):
        problem = api.problem(f"manifest?lang={wrong}", 400, "invalid-parameter")
        assert (problem["parameter"], problem["allowed"]) == ("lang", ["cy", "en"])
    cursor = api.read("manifest?limit=1").json()["next"].partition("cursor=")[2]
    api.problem(f"manifest?lang={language}&cursor={cursor}", 400, "invalid-cursor")


def test_the_manifest_names_the_files_and_pictures_that_an_edition_shows(api, language):
    media = {name: [{"id": "x", "digest": "ab", "bytes": 1, "changed": "2026-03-01T09:30:00Z", "address": "https://x"}]
             for name in ("files", "pictures")}  # fmt: skip
    edition(language, media=media)
    (entry,) = api.read("manifest").json()["items"]
    assert {name: entry["languages"][language][name] for name in media} == media


def test_terms_and_items_are_in_the_manifest_in_the_order_of_ids_page_by_page(api):
    for _ in range(3):
        edition("cy")
        term_pair("mam", "mother")
    whole = api.read("manifest").json()
    assert (whole["total"], sorted(entry["type"] for entry in whole["items"])) == (
        6,
        ["information"] * 3 + ["term"] * 3,
    )
    assert [entry["id"] for entry in whole["items"]] == sorted(entry["id"] for entry in whole["items"])
    pages, address = [], "/api/v1/manifest?limit=2"
    while address:
        page = api.read(address).json()
        pages.append(page["items"])
        address = page["next"] and page["next"].removeprefix("https://api.example.test")
    assert [len(page) for page in pages] == [2, 2, 2]
    assert [entry for page in pages for entry in page] == whole["items"]


@pytest.mark.parametrize("address", ["cy/search", "cy/suggest", "en/search?type=guide"])
def test_no_words_and_no_q_at_all_are_one_mistake(api, address):
    joint = "&" if "?" in address else "?"
    without, empty = (api.problem(one, 400, "invalid-search") for one in (address, f"{address}{joint}q="))
    assert without == empty

"""Search over REST: what is found, how it is said, and what makes no sense."""

import json
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from cms.publication.models import Edition, LogHead
from cms.rest.openapi.openapi_document import document_json
from search.indexing import analysers, indexer
from search.statistics import search_counter
from tests.factories.editions import edition, pair
from tests.http.cached_server import RestServer, open_connection
from tests.search.outlet import index, no_engine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_connection")]
FIXTURES = (index, no_engine, open_connection)
# The same in both languages: a word that is sought, and a title in which it stands in another form.
SOUGHT = {"cy": ("rhiant", "Gwybodaeth i rieni"), "en": ("parent", "Information for parents")}
MARKED = {"cy": "Gwybodaeth i <mark>rieni</mark>", "en": "Information for <mark>parents</mark>"}
HOST = "https://api.example.test"


def titles(response):
    return [hit["title"] for hit in response.json()["items"]]


def valid(answer, name):
    reference = {"$ref": f"#/components/schemas/{name}", "components": json.loads(document_json())["components"]}
    Draft202012Validator(reference).validate(answer)
    return answer


def local(address):
    return address.removeprefix(HOST)


@pytest.fixture
def parents(index, language):
    """An item whose title has the word."""
    made = edition(language, title=SOUGHT[language][1], audiences=["parents"], topics=["cyswllt"])
    edition(language, type="guide")
    index()
    return made


def test_a_hit_is_what_lists_show_with_the_real_words_marked(api, parents, language):
    response = api.read(f"{language}/search?q={SOUGHT[language][0]}")
    (hit,) = valid(response.json(), "SearchResults")["items"]
    assert hit.pop("matched") == {"language": language, "fields": ["title", "labels"]}
    assert hit.pop("match") == "all"
    assert hit.pop("highlights")[0] == {"field": "title", "language": language, "html": MARKED[language], "file": None}
    assert hit == json.loads(bytes(parents.card))
    assert (response["Content-Language"], response.json()["language"]) == (language, language)


def test_words_of_an_item_are_escaped_where_they_are_marked(api, index, language):
    edition(language, title="Panel <script>x</script> & panel")
    index()
    html = api.read(f"{language}/search?q=panel").json()["items"][0]["highlights"][0]["html"]
    assert html == "<mark>Panel</mark> &lt;script&gt;x&lt;/script&gt; &amp; <mark>panel</mark>"


def test_words_of_the_other_language_find_items_through_their_twins_below_direct_matches(api, index, language, other):
    words = {"cy": "Cynrychiolwyr cyfreithiol", "en": "Legal representatives"}
    # A page whose other title is just what was typed would come first.
    by_twin = pair(**{language: {"title": words[language]}, other: {"title": f"{words[other]} xyz"}})[0]
    direct = edition(language, title="Xyz", summary=words[other])
    index()
    response = api.get(f"/api/v1/{language}/search", {"q": words[other]})
    first, second = response.json()["items"]
    assert (first["id"], first["matched"]["language"]) == (str(direct.item), language)
    assert (second["id"], second["matched"]) == (str(by_twin.item), {"language": other, "fields": ["title"]})
    assert second["title"] == words[language]
    assert {one["language"] for one in second["highlights"]} == {other}


def test_the_other_language_is_counted_and_its_address_given(api, index, language, other):
    pair(cy={"title": "Panel cymru"}, en={"title": "Panel wales"})
    edition(other, title="Panel")
    index()
    also = api.read(f"{language}/search?q=panel&type=information").json()["also_in"]
    assert also == {"language": other, "total": 2, "address": f"{HOST}/api/v1/{other}/search?q=panel&type=information"}
    assert api.read(local(also["address"])).json()["total"] == 2


def test_facets_are_labelled_and_heed_all_filters_but_their_own(api, index):
    for audience in ("carers", "parents"):
        edition("cy", title="Panel", audiences=[audience], topics=["cyswllt"])
    edition("cy", type="section", number="6", title="Panel chwech")
    index()
    facets = api.read("cy/search?q=panel&audience=carers").json()["facets"]
    assert facets["audience"] == [
        {"code": "parents", "label": "Rhieni", "count": 1},
        {"code": "carers", "label": "Gofalwyr", "count": 1},
    ]
    assert facets["type"] == [{"code": "information", "label": "Gwybodaeth", "count": 1}]
    assert facets["topic"] == [{"code": "cyswllt", "label": "cyswllt (cy)", "count": 1}]
    sections = api.read("cy/search?q=panel").json()["facets"]["section"]
    assert sections == [{"code": "6", "label": "6 Panel chwech", "count": 1}]


def test_filters_narrow_and_several_values_mean_any(api, index, language):
    for type_ in ("guide", "information", "module"):
        edition(language, title=f"Panel {type_}", type=type_)
    index()
    found = titles(api.read(f"{language}/search?q=panel&type=guide,module&sort=title"))
    assert found == ["Panel guide", "Panel module"]
    assert titles(api.read(f"{language}/search?q=panel&type=guide&new=true")) == []
    assert titles(api.read(f"{language}/search?q=panel&updated_since=2999-01-01")) == []


@pytest.mark.parametrize("sort", ["relevance", "title", "-title", "updated", "-updated", "published", "-published"])
def test_pages_follow_one_another_there_and_back(api, index, sort):
    for number in range(7):
        edition("cy", title=f"Panel {number % 3}", summary="panel" if number % 2 else "")
    index()
    whole = [hit["id"] for hit in api.read(f"cy/search?q=panel&sort={sort}").json()["items"]]
    address, found, pages = f"cy/search?q=panel&limit=3&sort={sort}", [], []
    while address:
        last = api.read(address)
        pages.append([hit["id"] for hit in last.json()["items"]])
        found += pages[-1]
        address = last.json()["next"] and local(last.json()["next"])
    assert (found, len(pages)) == (whole, 3)
    back = last["Link"].split("<")[1].split(">")[0]
    assert 'rel="prev"' in last["Link"]
    assert [hit["id"] for hit in api.read(local(back)).json()["items"]] == pages[1]


@pytest.mark.parametrize("change", ["q=pwyllgor", "q=panel&type=guide", "q=panel&sort=title"])
def test_a_cursor_is_good_for_its_own_search_only(api, index, change):
    for _ in range(3):
        edition("cy", title="Panel")
    index()
    cursor = api.read("cy/search?q=panel&limit=2").json()["next"].partition("cursor=")[2]
    api.problem(f"cy/search?{change}&cursor={cursor}", 400, "invalid-cursor")
    api.problem(f"en/search?q=panel&cursor={cursor}", 400, "invalid-cursor")
    assert len(api.read(f"cy/search?q=panel&limit=1&cursor={cursor}").json()["items"]) == 1


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("", "empty"),
        ("  \t", "empty"),
        ("\u202e\u200f", "empty"),
        ("\0\x07", "empty"),
        ("👶🏽 ❤", "no-words"),
        ('"" -- * ?', "no-words"),
        ("%_'; --", "no-words"),
        ("a" * 201, "too-long"),
        ("a*" * 3, "short-prefix"),
        ("-panel", "only-excluded"),
        ("aa* bb* cc* dd*", "too-many-prefixes"),
        ("gair " * 33 + "a b c d e f g h", "too-many-words"),
    ],
)
def test_what_cannot_be_sought_is_said_to_be_so_in_the_readers_language(api, index, language, q, reason):
    response = api.get(f"/api/v1/{language}/search", {"q": q})
    problem = response.json()
    assert (response.status_code, problem["code"], problem["reason"]) == (400, "invalid-search", reason)
    assert (problem["parameter"], problem["language"]) == ("q", language)
    assert "{" not in problem["detail"]
    valid(problem, "Problem")


@pytest.mark.parametrize(
    "q",
    [
        "a", "6", "yr a'r i", "the of and", "مرحبا panel", "pa\0nel",
        '"panel', 'panel" -"x', "panel) OR (title:*", "%panel_'; --",
        "NEAR(panel)", "panel AND NOT x", "-panel panel", "pan* p", "{!x}", "\ud83d".encode("utf-16", "surrogatepass").hex(),
    ],
)  # fmt: skip
def test_odd_searches_get_a_clear_answer(api, index, language, q):
    edition(language, title="Panel")
    index()
    response = api.get(f"/api/v1/{language}/search", {"q": q})
    assert response.status_code == 200, response.content
    valid(response.json(), "SearchResults")


def test_two_thousand_characters_are_too_many(api, index):
    api.problem(f"cy/search?q={'a' * 2000}", 400, "invalid-search")
    api.problem(f"cy/search?q={'%F0%9F%91%B6' * 2000}", 400, "query-too-long")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "invalid-search"),
        ("q=", "invalid-search"),
        ("q=x&page=2", "unknown-parameter"),
        ("q=x&q=y", "repeated-parameter"),
        ("q=x&type=leaflet", "invalid-parameter"),
        ("q=x&limit=51", "invalid-parameter"),
        ("q=x&sort=position", "invalid-parameter"),
        ("q=x&cursor=x", "invalid-cursor"),
    ],
)
def test_parameters_that_make_no_sense_are_a_problem(api, index, query, code):
    api.problem(f"cy/search?{query}", 400, code)


def test_a_slip_is_answered_by_what_there_is(api, index, language, other):
    edition(language, title=SOUGHT[language][1])
    index()
    slip, right = {"cy": ("gwybdoaeth", "gwybodaeth"), "en": ("infromation", "information")}[language]
    answer = valid(api.read(f"{language}/search?q={slip}&type=information").json(), "SearchResults")
    address = f"{HOST}/api/v1/{language}/search?q={right}&type=information"
    assert answer["did_you_mean"] == {"q": right, "address": address}
    there = api.read(local(address)).json()
    assert (answer["total"], answer["items"]) == (there["total"], there["items"])
    assert there["total"] == 1
    assert api.read(f"{language}/search?q={slip}&type=guide").json()["did_you_mean"] is None
    assert api.read(f"{language}/search?q={right}").json()["did_you_mean"] is None


def test_a_slip_among_right_words_is_righted_and_what_has_these_is_found_as_well(api, index, language):
    slip, right = {"cy": ("mabwysaidu", "mabwysiadu"), "en": ("adotpion", "adoption")}[language]
    titles = [f"Panel {right}", "Panel", right.capitalize()]
    for title in titles:
        edition(language, title=title)
    index()
    answer = valid(api.read(f"{language}/search?q=panel+{slip}").json(), "SearchResults")
    assert answer["did_you_mean"]["q"] == f"panel {right}"
    assert {one["title"] for one in answer["items"]} == set(titles)
    assert answer["items"][0]["title"] == titles[0]


def test_the_pages_of_a_righted_search_join(api, index, language):
    for number in range(5):
        edition(language, title=f"{SOUGHT[language][1]} {number}")
    index()
    slip = {"cy": "gwybdoaeth", "en": "infromation"}[language]
    found, address = [], f"{language}/search?q={slip}&limit=2"
    while address:
        page = api.read(local(address) if "://" in address else address).json()
        assert page["did_you_mean"] is not None
        found += [one["id"] for one in page["items"]]
        address = page["next"]
    assert (len(found), len(set(found))) == (5, 5)


def test_who_has_it_already_is_told_so(api, parents, language):
    address = f"{language}/search?q={SOUGHT[language][0]}"
    response = api.read(address)
    again = api.read(address, if_none_match=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=60"


def test_a_search_is_remembered_and_counted_each_time(parents, language, monkeypatch):
    counted = []
    monkeypatch.setattr(search_counter, "count_search", lambda *search: counted.append(search))
    server = RestServer()
    answers = [server.get(f"{language}/search?q={SOUGHT[language][0]}") for _ in range(3)]
    assert server.made == 1
    assert answers[0][2] == answers[2][2]
    assert counted == [counted[0]] * 3


def test_a_search_is_remembered_no_longer_than_a_browser_may_keep_it(parents, language, monkeypatch):
    server = RestServer()
    for seconds in (0, 59, 61):
        now = time.time() + seconds
        with monkeypatch.context() as patched:
            patched.setattr(time, "time", lambda now=now: now)
            server.get(f"{language}/search?q={SOUGHT[language][0]}")
    assert server.made == 2


def test_what_is_remembered_of_a_search_goes_when_the_index_changes(parents, index, language):
    LogHead.objects.get_or_create(id=1)
    server, address = RestServer(), f"{language}/search?q={SOUGHT[language][0]}"
    server.get(address)
    indexer.index_items([parents.item])
    server.get(address)
    assert server.made == 2


@pytest.mark.parametrize("address", ["search?q=panel", "suggest?q=panel"])
def test_an_engine_that_does_not_answer_is_a_503_that_says_when_to_ask_again(api, no_engine, language, address):
    problem = api.problem(f"{language}/{address}", 503, "search-unavailable")
    assert (problem["retry_after"], api.read(f"{language}/{address}")["Retry-After"]) == (7, "7")
    assert "7" in problem["detail"]
    assert api.read(f"{language}/items").status_code == 200


def test_fifty_hits_take_as_many_queries_as_two(api, index, language, monkeypatch):
    # However slow the machine is, nobody looks again whether a term has changed.
    monkeypatch.setattr(analysers._cache.watch, "_interval", 3600)
    LogHead.objects.create(id=1)
    counts = []
    for number in (2, 48):
        for _ in range(number):
            edition(language, title="Panel", topics=["cyswllt"])
        index()
        api.read(f"{language}/search?q=panel")
        with CaptureQueriesContext(connection) as asked:
            assert len(api.read(f"{language}/search?q=panel&limit=50").json()["items"]) in {2, 50}
        counts.append(len(asked))
    assert counts == [1, 1]


# --- the index may be behind


def test_what_was_withdrawn_a_moment_ago_is_not_found(api, parents, language):
    Edition.objects.filter(pk=parents.pk).update(state="withdrawn")
    answer = api.read(f"{language}/search?q={SOUGHT[language][0]}").json()
    assert (answer["items"], answer["total"]) == ([], 0)
    assert api.read(f"{language}/suggest?q=gwy").json()["items"] == []


def test_passages_of_an_older_edition_are_not_shown(api, parents, language):
    Edition.objects.filter(pk=parents.pk).update(version=parents.version + 1)
    (hit,) = api.read(f"{language}/search?q={SOUGHT[language][0]}").json()["items"]
    assert (hit["matched"]["fields"], hit["highlights"]) == ([], [])


def test_words_of_a_twin_that_is_no_longer_public_are_not_shown(api, index, language, other):
    pair(cy={"title": "Cymraeg yn unig"}, en={"title": "English only"})
    index()
    Edition.objects.filter(language=other).update(state="withdrawn")
    q = {"cy": "English", "en": "Cymraeg"}[language]
    (hit,) = api.read(f"{language}/search?q={q}").json()["items"]
    assert hit["highlights"] == []


def test_a_word_of_what_was_withdrawn_is_not_suggested(api, index, language):
    edition(language, title="Cyfrinachol")
    index()
    assert api.read(f"{language}/search?q=cyfrinachal").json()["did_you_mean"]["q"] == "cyfrinachol"
    Edition.objects.update(state="withdrawn")
    assert "cyfrinachol" not in api.read(f"{language}/search?q=cyfrinachal").content.decode().casefold()


@pytest.fixture
def counted(monkeypatch):
    found = []
    monkeypatch.setattr(search_counter, "count_search", lambda *args: found.append(args))
    return found


def test_first_pages_without_filters_are_counted_whether_anything_was_found_or_not(api, index, counted):
    for _ in range(3):
        edition("cy", title="Gwybodaeth i rieni")
    index()
    page = api.read("cy/search?q=rieni&limit=2").json()
    api.read(local(page["next"]))
    api.read("cy/search?q=rieni&type=guide")
    api.read("cy/search?q=dimbyd")
    api.read("cy/search?q=%20")
    assert [(language, hits, q) for _, language, hits, q in counted] == [("cy", 3, "rieni"), ("cy", 0, "dimbyd")]
    assert all(keys for keys, *_ in counted)

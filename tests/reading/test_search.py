"""The search page: a form that works by itself, what was found in words, and ways on from there."""

from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from cms.content.languages import CODES
from cms.publication.models import Edition
from cms.reading.labels import LABELS, WORDS
from cms.reading.wording import written_results
from tests.factories.editions import edition, pair
from tests.search.outlet import index, no_engine

pytestmark = pytest.mark.django_db
FIXTURES = (index, no_engine)
PATHS = {"cy": "/cy/chwilio/", "en": "/en/search/"}
SOUGHT = {"cy": ("rhiant", "Gwybodaeth i rieni"), "en": ("parent", "Information for parents")}


def address(language, **asked):
    return f"{PATHS[language]}?{urlencode(asked)}"


@pytest.fixture
def parents(index, language):
    made = edition(language, title=SOUGHT[language][1], audiences=["parents"], summary="<b>")
    index()
    return made


def test_without_a_search_there_is_a_form_that_asks_for_one(read, index, language, other):
    page = read(PATHS[language])
    form = page.find("form", role="search")
    assert (page.h1.text, form["action"], form.get("method", "get")) == (
        WORDS[language]["search"],
        PATHS[language],
        "get",
    )
    assert (
        page.find("label", attrs={"for": form.find("input", type="search")["id"]}).text == WORDS[language]["search_for"]
    )
    assert page.select_one(".language a")["href"] == f"https://{other}.example.test{PATHS[other]}"
    assert page.find(id="results") is None


def test_the_welsh_page_also_answers_at_its_english_name(read, client, index):
    page = read("/cy/search/?q=panel")
    assert page.find("link", rel="canonical")["href"] == "https://cy.example.test/cy/chwilio/"
    assert client.get("/cy/chwilio?q=t%C5%B7")["Location"] == "/cy/chwilio/?q=t%C5%B7"
    read("/en/chwilio/", 404)


def test_only_this_page_may_send_a_form_and_only_to_us(client, index, language):
    assert "form-action 'self'" in client.get(PATHS[language])["Content-Security-Policy"]
    assert "form-action 'none'" in client.get("/cy/x/")["Content-Security-Policy"]


def test_what_was_found_is_marked_in_its_real_form_and_nothing_else_is_html(read, parents, language):
    page = read(address(language, q=SOUGHT[language][0]))
    link = page.select_one(".results h3 a")
    assert (link["href"], link.text) == (f"https://{language}.example.test{parents.path}", parents.title)
    assert link.mark.text == parents.title.split()[-1]
    assert "<b>" in page.select_one(".results p").text
    assert (
        page.find(id="results").text
        == f"{written_results(1, language)} {WORDS[language]['search_of']} ‘{SOUGHT[language][0]}’"
    )


def test_what_was_typed_comes_back_as_text(read, index, language):
    page = read(address(language, q='"><script>alert(1)</script>'))
    assert page.find("script") is None
    assert page.find("input", type="search")["value"] == '"><script>alert(1)</script>'


def test_a_match_through_the_other_language_says_so_and_marks_its_words(read, index, language, other):
    titles = {"cy": "Cynrychiolwyr cyfreithiol", "en": "Legal representatives"}
    pair(cy={"title": titles["cy"]}, en={"title": titles["en"]})
    index()
    hit = read(address(language, q=titles[other])).select_one(".results li")
    assert hit.a.text == titles[language]
    assert WORDS[language]["search_via_other"] in hit.text
    assert {one.find_parent(lang=True)["lang"] for one in hit.find_all("mark")} == {other}


def test_the_other_language_is_one_link_away_and_keeps_the_search(read, index, language, other):
    edition(other, title="Panel")
    index()
    page = read(address(language, q="panel", type="information"))
    link = page.find("a", string=WORDS[language]["search_also"].format(results=written_results(1, language)))
    switched = page.select_one(".language a")["href"]
    assert link["href"] == switched
    assert parse_qs(urlsplit(switched).query) == {"q": ["panel"], "type": ["information"]}
    assert read(switched.removeprefix(f"https://{other}.example.test")).select_one(".results a").text == "Panel"


def test_facets_are_links_that_choose_and_unchoose(read, parents, language):
    q = SOUGHT[language][0]
    chosen = read(address(language, q=q)).select_one(".narrow a")["href"]
    page = read(chosen)
    link = page.select_one(".narrow a[aria-current=true]")
    assert page.find("details").has_attr("open")
    assert page.select_one('input[type=hidden][name="type"]')["value"] == "information"
    assert parse_qs(urlsplit(link["href"]).query) == {"q": [q]}
    assert read(link["href"]).find("details").has_attr("open") is False


def test_every_list_has_a_name_and_headings_skip_no_rank(read, parents, language):
    page = read(address(language, q=SOUGHT[language][0]))
    ids = [one["id"] for one in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {one["aria-labelledby"] for one in page.select("[aria-labelledby]")} <= set(ids)
    ranks = [int(one.name[1]) for one in page.find_all(["h1", "h2", "h3", "h4"])]
    assert ranks[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))


def test_pages_follow_one_another_and_keep_what_was_asked(read, index, language):
    for number in range(12):
        edition(language, title=f"Panel {number}")
    index()
    first = read(address(language, q="panel", sort="title"))
    second = read(first.select_one(".pages a[rel=next]")["href"])
    assert [len(page.select(".results > li")) for page in (first, second)] == [10, 2]
    assert second.select_one("option[selected]")["value"] == "title"
    again = read(second.select_one(".pages a[rel=prev]")["href"])
    assert [one.text for one in again.select(".results a")] == [one.text for one in first.select(".results a")]
    assert "cursor" not in second.select_one(".language a")["href"]


@pytest.mark.parametrize("q", ["", " ", "👶", "x" * 400, "-panel", "a*"])
def test_what_cannot_be_sought_is_said_at_the_form(read, index, language, q):
    page = read(address(language, q=q), 400)
    field = page.find("input", type="search")
    problem = page.find(role="alert")
    assert problem["id"] in field["aria-describedby"].split()
    assert (field["aria-invalid"], field["value"]) == ("true", q)
    assert "{" not in problem.text
    assert problem.text.startswith(WORDS[language]["search_error"])


def test_without_an_engine_the_page_says_so_and_when_to_come_back(read, client, no_engine, language):
    page = read(address(language, q="panel"), 503)
    assert WORDS[language]["search_unavailable"] in page.find(role="alert").text
    response = client.get(address(language, q="panel"))
    assert (response["Retry-After"], response["Cache-Control"]) == ("7", "no-store")
    read(PATHS[language])


def test_where_the_engine_is_slow_the_page_says_what_is_not_there(read, index, parents, language, monkeypatch):
    asked = address(language, q=SOUGHT[language][0])
    assert WORDS[language]["search_lacks"] not in read(asked).main.text
    whole = index.engine.search
    monkeypatch.setattr(index.engine, "search", lambda one: replace(whole(one), reduced=True, facets={}))
    page = read(asked)
    assert WORDS[language]["search_lacks"] in page.main.text
    assert len(page.select(".results > li")) == 1


def test_where_nothing_is_found_there_is_something_to_try(read, index, language):
    edition(language, title=SOUGHT[language][1])
    index()
    page = read(address(language, q="xyzzy"))
    assert page.find(id="results").text.startswith(written_results(0, language))
    assert WORDS[language]["search_try_spelling"] in page.main.text
    assert page.select_one(".meant") is None


def test_what_a_likelier_spelling_finds_is_said_to_be_that(read, index, language):
    edition(language, title=SOUGHT[language][1])
    index()
    slip, right = {"cy": ("gwybdoaeth", "gwybodaeth"), "en": ("infromation", "information")}[language]
    page = read(address(language, q=slip))
    assert page.find(id="results").text.endswith(f"‘{right}’")
    assert page.find(id="q")["value"] == slip
    said = page.select_one(".meant")
    assert said.text.startswith(WORDS[language]["search_meant"])
    assert [link.text for link in page.select(".results h3 a")] == [SOUGHT[language][1]]
    again = read(said.a["href"])
    assert [link.text for link in again.select(".results h3 a")] == [SOUGHT[language][1]]
    assert again.select_one(".meant") is None


def test_what_the_address_has_that_nobody_knows_is_left_out(read, index, language):
    edition(language, title="Panel")
    index()
    page = read(address(language, q="panel", type="x\0,leaflet", sort="; drop", cursor="x", utm="y", topic="a b"))
    assert len(page.select(".results > li")) == 1
    assert page.select_one(".narrow a[aria-current]") is None


def test_what_was_withdrawn_a_moment_ago_is_not_shown(read, parents, language):
    Edition.objects.update(state="withdrawn")
    page = read(address(language, q=SOUGHT[language][0]))
    assert parents.title not in str(page)
    assert page.find(id="results").text.startswith(written_results(0, language))


def test_what_the_reader_has_is_not_sent_again(client, parents, language):
    where = address(language, q=SOUGHT[language][0])
    tag = client.get(where)["ETag"]
    assert client.get(where, headers={"If-None-Match": tag}).status_code == 304
    edition(language, title=SOUGHT[language][1])


def test_every_page_leads_to_the_search(read, index, language):
    row = edition(language)
    for page in (read(row.path), read(f"/{language}/no/", 404), read(PATHS[language])):
        assert page.select_one("header .site-search a")["href"] == PATHS[language]
    assert page.select_one("header .site-search a")["aria-current"] == "page"


def test_no_page_of_results_has_a_word_of_the_other_languages_labels(read, parents, language, other):
    page = read(address(language, q=SOUGHT[language][0]))
    page.select_one(".language").decompose()
    labels = {label.text(other) for name, label in LABELS.items() if label.cy != label.en and "search" in name}
    assert not [label for label in labels if f">{label}<" in str(page)]


@pytest.mark.parametrize(
    ("count", "cy", "en"),
    [
        (0, "Dim canlyniadau", "No results"),
        (1, "1 canlyniad", "1 result"),
        (2, "2 ganlyniad", "2 results"),
        (3, "3 chanlyniad", "3 results"),
        (6, "6 chanlyniad", "6 results"),
        (20, "20 canlyniad", "20 results"),
    ],
)
def test_results_are_counted_as_each_language_does(count, cy, en):
    assert [written_results(count, code) for code in CODES] == [cy, en]

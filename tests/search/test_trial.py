"""A trial finds what publishing would give, in the same order and with the same scores, and leaves everything as it was."""

import json

import pytest
from django.utils import timezone

from cms.publication.collation import title_key
from cms.publication.models import Change, Edition, TermEdition
from search.analysis import Meaning
from search.engines.engine_requests import CountedClause, Filters, UnknownWord
from search.engines.sqlite.engine import SqliteEngine
from search.indexing import analysers
from search.models import SearchCount, Synonym
from search.querying.query_parser import QueryError
from search.querying.request_builder import build_request, current_basis
from search.statistics import search_counter
from search.trial import tried_change
from search.trial.overlay_engine import OverlayEngine
from search.trial.trial_run import try_out
from search.trial.tried_change import TooManyPages, TriedChange, TriedTerm, TriedTexts, items_with
from tests.factories import editions
from tests.factories.terms import term_pair
from tests.search.factories import document, fill, request
from tests.search.outlet import Index, index

__all__ = ["index"]

pytestmark = pytest.mark.django_db
# Titles and summaries in which common and rare words meet, in both languages.
CY = ["Gofal plant", "Llys teulu", "Lleoliad cynnar", "Cymorth i rieni", "Gwybodaeth i ganolwyr", "Cyn i chi ddechrau"]
EN = [
    "Child care",
    "Family court",
    "Early placement",
    "Support for parents",
    "Information for referees",
    "Before you begin",
]
QUERIES = [
    "gofal plant",
    "lloches i blant",
    "nawdd teulu",
    "gwarcheidiaeth arbennig",
    "llys canolwyr cymorth",
    "special order",
]


@pytest.fixture(autouse=True)
def no_term_of_another_test(monkeypatch):
    forget_terms(monkeypatch)


def forget_terms(monkeypatch):
    monkeypatch.setattr(analysers, "_cache", analysers._AnalyserCache())


@pytest.fixture
def library(index):
    """Thirty-six items in both languages, and what the last but one is found by."""
    made = [
        editions.pair(
            cy={"title": f"{CY[number % 6]} {number}", "summary": f"{CY[number // 6]} yn y gwaith"},
            en={"title": f"{EN[number % 6]} {number}", "summary": f"{EN[number // 6]} at work"},
        )
        for number in range(36)
    ]
    index()
    return [row.item for row, _ in made]


def tried(q, term=None, texts=None):
    """The first hits of a Welsh search now, and with a change."""
    run = try_out("cy", q, TriedChange(term, texts=texts))
    assert run.then is not None
    return run.now, run.then


def best(language, q, basis):
    """What a basis finds: all items with their scores, and how many."""
    page = basis.engine.search(build_request(language, q, Filters(), "relevance", 100, None, basis))
    return [(hit.item, hit.score) for hit in page.hits], page.total


def found(basis):
    return {(language, q): best(language, q, basis) for language in ("cy", "en") for q in QUERIES}


def published(index: Index, monkeypatch):
    """What is found once the index has taken up what is now public."""
    forget_terms(monkeypatch)
    index()
    return found(current_basis())


@pytest.mark.parametrize(
    "forms",
    [
        {"cy": ["lloches"], "en": ["child"]},
        {"cy": ["gofal"], "en": ["court"]},
        {"cy": ["nawdd", "cymorth i rieni"], "en": ["family court"]},
        {"cy": ["gwarcheidiaeth arbennig", "blant"], "en": ["special order"]},
    ],
)
@pytest.mark.parametrize("new", [True, False])
def test_forms_find_what_they_would_find_once_published(library, index, monkeypatch, forms, new):
    term, _ = term_pair("lleoliad cynnar", "early placement", forms={"cy": ["lle cynnar"]})
    forget_terms(monkeypatch)
    index()
    before = found(current_basis())
    expected = found(TriedChange(TriedTerm(forms, None if new else term.item)).basis())
    if new:
        first, *others = forms["cy"]
        term_pair(first, forms["en"][0] if forms["en"] else first, forms={"cy": others, "en": forms["en"][1:]})
    else:
        for row in TermEdition.objects.filter(item=term.item):
            TermEdition.objects.filter(pk=row.pk).update(forms=[*row.forms, *forms[row.language]])
    then = published(index, monkeypatch)
    assert expected == then
    assert then != before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"cy": "lloches", "en": "special order"}, {"cy": "llys teulu", "en": ""}),
        ({"cy": "nawdd\nteulu", "en": ""}, {"cy": "plant", "en": "child care; referees"}),
    ],
)
def test_a_synonym_finds_what_it_would_find_once_published(library, index, monkeypatch, typed, meant):
    before = found(current_basis())
    made = Synonym(typed_cy=typed["cy"], typed_en=typed["en"], meant_cy=meant["cy"], meant_en=meant["en"])
    expected = found(TriedChange(synonym=Meaning(tuple(made.typed), tuple(made.meant))).basis())
    made.save()
    then = published(index, monkeypatch)
    assert expected == then
    assert then != before


def test_what_stands_below_a_page_is_labelled_with_its_new_title(library, index, monkeypatch):
    parent = Edition.objects.get(item=library[0], language="cy")
    child = Edition.objects.get(item=library[8], language="cy")
    titled(child, parent.title, parent)
    index()
    expected = found(TriedChange(texts=TriedTexts(library[0], "cy", title="Lloches")).basis())
    Edition.objects.filter(pk=parent.pk).update(updated_at=timezone.now())
    titled(parent, "Lloches")
    titled(child, "Lloches", parent)
    then = published(index, monkeypatch)
    assert expected == then
    assert library[8] in dict(then["cy", "lloches i blant"][0])


def titled(row, title, parent=None):
    """Gives an edition another title, or one below which it stands."""
    payload = json.loads(bytes(row.body))
    if parent is None:
        payload["title"] = row.title = title
        row.title_key = title_key(title, "cy")
        Edition.objects.filter(pk=row.pk).update(title=title, title_key=row.title_key)
    else:
        payload["breadcrumb"] = [{"title": "Hafan"}, {"title": "Canllawiau"}, {"title": title}]
        Edition.objects.filter(pk=row.pk).update(parent=parent.item)
    Edition.objects.filter(pk=row.pk).update(body=json.dumps(payload).encode())


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("field", ["title", "summary", "title and summary"])
def test_other_texts_find_what_they_would_find_once_published(library, index, monkeypatch, language, field):
    words = {"cy": "Lloches a nawdd i blant yn y llys", "en": "Special orders in court"}[language]
    texts = {name: words for name in ("title", "summary") if name in field}
    before = found(current_basis())
    expected = found(TriedChange(texts=TriedTexts(library[7], language, **texts)).basis())
    row = Edition.objects.get(item=library[7], language=language)
    kept = {"title": row.title, "summary": row.summary, **texts}
    Edition.objects.filter(pk=row.pk).delete()
    key = title_key(kept["title"], language)
    editions.edition(language, item=row.item, title_key=key, updated_at=timezone.now(), **kept)
    then = published(index, monkeypatch)
    assert expected == then
    assert then != before


def test_a_heading_is_added_to_those_that_are_there(library):
    item = library[0]
    texts = TriedTexts(item, "cy", heading="Beth yw nawdd?")
    now, then = tried("nawdd", texts=texts)
    assert (now.hits, [hit.item for hit in then.hits]) == ((), [item])
    assert tried("gofal plant 0", texts=texts)[1].hits[0].item == item


def test_a_term_and_a_title_are_tried_together(library):
    term = TriedTerm({"cy": ["nawdd", "lloches"], "en": []})
    _, then = tried("nawdd", term, TriedTexts(library[3], "cy", title="Lloches"))
    assert [(hit.item, hit.title, hit.move) for hit in then.hits] == [(library[3], "Lloches", "new")]


def test_each_hit_says_how_it_moves(library):
    hits = try_out("cy", "gofal plant", None).now.hits
    first, last = hits[0], hits[-1]
    _, then = tried("gofal plant", texts=TriedTexts(last.item, "cy", title="Gofal plant"))
    moves = {hit.item: (hit.place, hit.move, hit.moved) for hit in then.hits}
    assert (moves[last.item], moves[first.item]) == ((1, "rose", 9), (2, "fell", 1))
    now, then = tried("gofal plant", texts=TriedTexts(first.item, "cy", title="Eraill", summary="Arall"))
    assert (now.hits[0].move, then.hits[-1].move) == ("gone", "new")


def test_what_changes_nothing_says_so(library):
    run = try_out("cy", "gofal plant", TriedChange(TriedTerm({"cy": ["eliffant", "mamoth"], "en": []})))
    assert run.changes_nothing
    assert run.now.total > 10
    assert not try_out(
        "cy", "eliffant", TriedChange(TriedTerm({"cy": ["eliffant", "gofal"], "en": []}))
    ).changes_nothing


def test_a_trial_writes_nothing_and_counts_nothing(library, index, monkeypatch):
    stored = list(index.engine.items_with("cy", ["gofal", "nawdd"]))
    versions = list(Edition.objects.order_by("pk").values_list("pk", "version", "digest", "title"))
    monkeypatch.setattr(search_counter._counter, "add", lambda *given: pytest.fail("it was counted"))
    for name in ("write", "build", "tell"):
        monkeypatch.setattr(index.engine, name, lambda *given: pytest.fail("it was written"))
    term, texts = TriedTerm({"cy": ["nawdd", "gofal"], "en": []}), TriedTexts(library[0], "cy", title="Nawdd")
    assert tried("nawdd", term, texts)[1].total > 1
    assert list(index.engine.items_with("cy", ["gofal", "nawdd"])) == stored
    assert list(Edition.objects.order_by("pk").values_list("pk", "version", "digest", "title")) == versions
    assert (Change.objects.count(), TermEdition.objects.count(), SearchCount.objects.count()) == (0, 0, 0)
    assert try_out("cy", "nawdd", None).now.total == 0


def test_only_pages_with_all_words_of_a_form_are_made_anew(library):
    assert items_with(["plant eliffant"]) == set()
    assert len(items_with(["gofal llys"])) == 2
    assert len(items_with(["y plant"])) == len(items_with(["plant"])) == 11
    assert items_with(["y plant", "court"]) == items_with(["plant"]) | items_with(["court"])


def test_where_there_is_no_time_it_says_how_many_pages_would_change(library, monkeypatch):
    monkeypatch.setattr(tried_change, "TIME", -1)
    with pytest.raises(TooManyPages) as raised:
        TriedChange(TriedTerm({"cy": ["gofal"], "en": []})).basis()
    assert raised.value.pages > 5


def test_a_query_that_cannot_be_searched_for_is_refused(library):
    with pytest.raises(QueryError):
        try_out("cy", "**", None)


def test_pages_are_turned_over_where_changed_items_fill_them(empty):
    documents = [document(number, title="gofal", body="gofal plant") for number in range(1, 61)]
    documents += [document(number, body="gofal") for number in range(61, 80)]
    changed = range(1, 56)
    engine = fill(empty, documents)
    before = fill(SqliteEngine(":memory:"), documents[:55])
    others = [document(number, body="llys") for number in changed]
    after = fill(SqliteEngine(":memory:"), others)
    overlay = OverlayEngine(engine, [one.item for one in others], before, after)
    whole = fill(SqliteEngine(":memory:"), [*others, *documents[55:]])
    asked = request("gofal")
    assert [hit.item.int for hit in overlay.search(asked).hits] == [*range(56, 61), *range(61, 66)]
    assert overlay.search(asked).hits == whole.search(asked).hits
    assert overlay.search(asked).total == whole.search(asked).total == 24
    counted = [CountedClause("cy", clause) for clause in asked.own.words]
    assert overlay.count(counted) == whole.count(counted)
    unknown = [UnknownWord("cy", word, (word,)) for word in ("llyss", "gofol", "llys", "plant")]
    assert overlay.similar(unknown) == whole.similar(unknown)
    assert overlay.similar(unknown)[0] == (("llys", 55),)
    assert set(overlay.items_with("cy", ["plentyn"])) == set(whole.items_with("cy", ["plentyn"]))

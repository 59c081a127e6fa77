"""The glossary as outlets read it, the words that editions keep, and what a term must have to be public."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.content.languages import CODES, Language
from cms.content.models import Term
from cms.publication.collation import letter_of, title_key
from cms.publication.glossary.completeness import term_pairs
from cms.publication.glossary.lexicon import LexiconEntry
from cms.publication.glossary.term_addresses import anchor_of, glossary_address, term_address, term_api_address
from cms.publication.glossary.term_queries import GlossaryEntry, ReadyTerm, forms, glossary, term, terms
from cms.publication.glossary.term_reconciler import all_terms
from cms.publication.glossary.words import items_with, lexicons, words_of
from cms.publication.models import Edition, State, TermEdition
from cms.publication.queries.batches import ReadyContent
from cms.publication.queries.batches import terms as ready_terms
from cms.publication.queries.query_types import KeysetPosition, LanguageStatus
from cms.publication.reconciliation import actions
from tests.factories import content as make
from tests.factories.editions import edition
from tests.factories.terms import term_pair

from .editions import newest

ID = "00000000-0000-4000-8000-0000000000{:02d}"


def test_the_words_of_an_edition_are_those_of_its_rich_text_as_they_are_compared() -> None:
    rich = [{"html": "x", "plain": plain} for plain in ("Un & <dau>\nTri", "A’i", "W")]
    payload = {"title": "no", "body": [{"text": rich[0], "html": "no"}, rich[1]], "video": {"deep": {"er": rich[2]}}}
    assert words_of(payload) == "un &amp; &lt;dau&gt;\ntri\na'i\nw"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "form", "asked_for"),
    [
        ("cy", "plentyn", "lentyn"), ("cy", "llys", "ys"), ("cy", "rhiant", "iant"), ("cy", "llys teulu", "teulu"),
        ("cy", "asiantaeth fabwysiadu", "fabwysiadu"), ("cy", "asesiad ar y", "sesiad"), ("en", "llama", "llama"),
        ("en", "care order", "order"),
    ],
)  # fmt: skip
def test_the_database_is_asked_for_the_longest_word_less_what_mutation_changes(
    language: Language, form: str, asked_for: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        items_with(language, [("a", [form])])
    assert f"%{asked_for}%" in queries[0]["sql"]


@pytest.mark.django_db
def test_all_words_are_read_where_there_are_too_many_forms_to_ask_for() -> None:
    for count, asked in ((40, True), (41, False)):
        with CaptureQueriesContext(connection) as queries:
            items_with("en", [("a", [f"word{number}" for number in range(count)])])
        assert ("word1" in queries[0]["sql"]) is asked


@pytest.mark.django_db
def test_only_public_editions_of_the_language_have_words() -> None:
    rows = [edition(language, words="a panel") for language in CODES]
    rows.append(edition("en", words="a panel", state="withdrawn"))
    assert items_with("en", [("a", ["panel"]), ("b", ["order"])]) == {rows[1].item}


@pytest.mark.django_db
def test_the_lexicon_of_a_language_is_made_anew_only_where_a_term_has_changed(settings: LazySettings) -> None:
    assert not lexicons()["cy"]
    welsh, english = term_pair("panel", "board", forms={"cy": ["paneli"]})
    term_pair("cudd", "hidden", state="withdrawn")
    first = lexicons()["cy"]
    assert lexicons()["cy"] is first is not lexicons()["en"]
    (match, second) = first.matches("y paneli, y bwrdd, cudd, y panel")
    assert match.entry == second.entry == LexiconEntry(
        str(welsh.item), "panel", welsh.name_key, welsh.definition, term_address(welsh.item, "cy")
    )  # fmt: skip
    assert [one.entry.name for one in lexicons()["en"].matches("the panel and the board")] == ["board"]
    TermEdition.objects.filter(pk=english.pk).update(digest="changed")
    assert lexicons()["cy"] is first
    settings.PUBLIC_URLS = {**settings.PUBLIC_URLS, "cy": "https://arall.example.test"}
    (again, _) = lexicons()["cy"].matches("panel paneli")
    assert again.entry.address.startswith("https://arall.example.test/cy/termau/#term-")


def test_a_terms_addresses_are_those_of_its_language() -> None:
    item = UUID(ID.format(1))
    assert glossary_address("cy") == "https://cy.example.test/cy/termau/"
    assert glossary_address("en") == "https://en.example.test/en/terms/"
    assert anchor_of(item) == f"term-{item}"
    assert term_address(item, "en") == f"https://en.example.test/en/terms/#term-{item}"
    assert term_api_address(item, "cy") == f"https://api.example.test/api/v1/cy/terms/{item}"


@pytest.mark.django_db
def test_a_list_of_terms_is_in_alphabetical_order_page_by_page() -> None:
    pairs = {name: term_pair(name, f"{name} en") for name in ("llys", "lwfans", "mam", "afal")}
    term_pair("cudd", "hidden", state="withdrawn")
    page = terms("cy", 2)
    assert [row.item for row in page.rows] == [pairs[name][0].item for name in ("afal", "lwfans")]
    assert (page.more, page.total, page.expires_at) == (True, 4, None)
    last = page.rows[-1]
    assert (last.value, last.content) == (pairs["lwfans"][0].name_key, pairs["lwfans"][0].body)
    after = terms("cy", 2, KeysetPosition(last.value, last.item))
    assert ([row.item for row in after.rows], after.more) == ([pairs[name][0].item for name in ("llys", "mam")], False)
    falling = terms("cy", 1, sort="-title")
    assert ([row.item for row in falling.rows], falling.more) == ([pairs["mam"][0].item], True)


@pytest.mark.django_db
def test_a_term_is_read_as_it_is_stored_and_says_how_it_stands_in_both_languages() -> None:
    welsh, english = term_pair("panel", "board")
    answer = term(welsh.item, "cy")
    assert answer is not None
    assert answer.term == ReadyTerm(
        welsh.item, "cy", welsh.version, welsh.digest, welsh.changed_at, bytes(welsh.body)
    )  # fmt: skip
    assert answer.found.item == welsh.item
    assert answer.found.statuses == tuple(
        LanguageStatus(row.lang, "published", row.state_since, row.name, "", row.changed_at) for row in (welsh, english)
    )
    assert answer.found.editions == ()
    assert term(uuid4(), "cy") is None


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["withdrawn", "gone"])
def test_a_term_that_is_no_longer_public_says_so_without_its_name(state: Any) -> None:
    welsh, english = term_pair("panel", "board", state=state)
    english.delete()
    answer = term(welsh.item, "cy")
    assert answer is not None
    assert answer.term is None
    assert answer.found.statuses == (
        LanguageStatus("cy", state, welsh.state_since, changed_at=welsh.changed_at), LanguageStatus("en", "missing"),
    )  # fmt: skip
    other = term(welsh.item, "en")
    assert other is not None
    assert other.term is None


@pytest.mark.django_db
def test_forms_and_ready_content_are_those_of_public_terms_of_the_language() -> None:
    welsh, english = term_pair("panel", "board", forms={"cy": ["bwrdd"]})
    hidden = term_pair("cudd", "hidden", state="withdrawn")[0]
    further = term_pair("arall", "other")[0]
    assert forms([welsh.item, hidden.item], "cy") == {welsh.item: ("panel", "bwrdd")}
    keys = [(str(welsh.item), "en"), (str(hidden.item), "cy"), (str(further.item), "cy")]
    assert ready_terms(keys) == {
        (str(welsh.item), "en"): ReadyContent(english.body, None),
        (str(further.item), "cy"): ReadyContent(further.body, None),
    }


@pytest.mark.django_db
def test_the_glossary_has_all_that_is_public_in_both_languages_by_letter() -> None:
    llys, _ = term_pair("llys", "court", forms={"cy": ["llysoedd", "llysau"]})
    afal, _ = term_pair("afal", "apple")
    term_pair("cudd", "hidden", state="withdrawn")
    TermEdition.objects.filter(name="dim").delete()
    lone = term_pair("unig", "lone")
    lone[1].delete()
    assert glossary("cy") == (
        GlossaryEntry(afal.item, afal.version, "A", "afal", (), "Ystyr y gair.", "apple"),
        GlossaryEntry(llys.item, llys.version, "Ll", "llys", ("llysoedd", "llysau"), "Ystyr y gair.", "court"),
    )
    assert [entry.name for entry in glossary("en")] == ["apple", "court"]


@pytest.mark.parametrize(
    ("language", "title", "letter"),
    [
        ("cy", "afal", "A"), ("cy", "Llandudno", "Ll"), ("cy", "ŷd", "Y"), ("cy", "ngwlad", "Ng"), ("cy", "b", "B"),
        ("en", "llama", "L"), ("en", "zebra", "Z"), ("en", "kit", "K"), ("cy", "10 plentyn", "#"), ("cy", "", "#"),
        ("en", "9", "#"), ("en", "(a)", "A"), ("en", "—", "#"),
    ],
)  # fmt: skip
def test_a_title_stands_under_its_first_letter(language: Language, title: str, letter: str) -> None:
    assert letter_of(title_key(title, language), language) == letter


@pytest.mark.parametrize(
    ("language", "title", "key"),
    [
        ("en", "az 09-a\t b", "305500101900300031"), ("cy", "Chwaer fach", "336030365300373033"),
        ("cy", "bangor", "313048394953"), ("en", "Tŷ!", "4954"), ("en", "  a", "30"),
    ],
)  # fmt: skip
def test_a_key_has_two_figures_for_each_letter(language: Language, title: str, key: str) -> None:
    assert title_key(title, language) == key


@pytest.mark.parametrize("word", ["bangor", "llangefni", "dangos", "llangollen", "bangos", "llangrannog"])
def test_n_and_g_stay_apart_where_a_word_is_made_of_two(word: str) -> None:
    apart = word.replace("ng", "n|g")
    assert title_key(word, "cy") == title_key(apart, "cy") != title_key(f"x{word}", "cy").removeprefix("53")
    assert title_key("angen", "cy") != title_key("an|gen", "cy")


def test_a_key_is_never_longer_than_its_column() -> None:
    assert len(title_key("a" * 1000, "en")) == 600


def gaps(english: Term) -> dict[str, list[tuple[str, str, str]]]:
    pair = term_pairs([english.translation_key])[english.translation_key]
    return {code: [(gap.kind, gap.path, gap.text) for gap in pair.gaps[code]] for code in CODES}


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "definition"])
def test_a_term_without_a_name_or_definition_lacks_it(field: str) -> None:
    english, welsh = make.term_pair("panel", "board")
    Term.objects.filter(pk=welsh.pk).update(**{field: " "})
    assert gaps(english) == {"cy": [("empty", field, "")], "en": []}
    assert not term_pairs([english.translation_key])[english.translation_key].publishable


@pytest.mark.django_db
def test_a_term_in_one_language_lacks_the_other() -> None:
    english = make.term("en", other_forms="AP")
    assert gaps(english) == {"cy": [("term_missing", "", "")], "en": []}
    assert term_pairs([uuid4()]) == {}


@pytest.mark.django_db
def test_only_the_term_that_was_written_later_can_be_a_copy() -> None:
    english, welsh = make.term_pair("panel", "board", "cy", cy="AP\nPA", en="Ap\nBd")
    assert english.pk < welsh.pk or english.locale.language_code == "cy"
    found = gaps(english)
    assert [found["en"], found["cy"]] == [[("same_text", "other_forms", "Ap")], []]
    actions.confirm_same(english.translation_key, ["AP"], None)
    assert gaps(english) == {"cy": [], "en": []}


@pytest.mark.django_db
def test_a_definition_that_is_the_same_is_told_once() -> None:
    english = make.term("en", definition="English: a group.")
    make.translate(english, definition="English: a group.")
    assert gaps(english)["cy"] == [("same_text", "definition", "English: a group.")]


@pytest.mark.django_db
def test_a_public_term_is_stored_with_what_is_read_of_it() -> None:
    english, _ = make.term_pair("pánel", "the  board\nof it", en="boards\nBd")
    row = TermEdition.objects.get(item=english.translation_key, language="en")
    assert (row.name, row.name_key) == ("the board of it", title_key("the board of it", "en"))
    assert row.forms == english.forms
    assert row.definition == english.definition
    assert (row.version, row.state, row.state_since) == (newest(), State.PUBLISHED, row.changed_at)
    digest = row.digest
    english.definition = "English: new"
    with make.committed():
        english.save()
    again = TermEdition.objects.get(pk=row.pk)
    assert (again.version, again.state_since) == (newest(), row.state_since)
    assert again.version > row.version
    assert again.changed_at > row.changed_at
    assert again.digest != digest
    with make.committed():
        english.delete()
    ended = TermEdition.objects.get(pk=row.pk)
    assert (ended.state, ended.version, ended.state_since) == ("withdrawn", newest(), ended.changed_at)
    assert ended.changed_at > again.changed_at


@pytest.mark.django_db
def test_only_the_language_that_changed_is_logged_and_stored_again() -> None:
    english, _ = make.term_pair("panel", "board", cy="paneli")
    rows = {row.language: row.version for row in TermEdition.objects.all()}
    changed = Term.objects.get(translation_key=english.translation_key, locale__language_code="cy")
    Term.objects.filter(pk=changed.pk).update(other_forms="panelau")
    assert [(row.kind, row.languages) for row in actions.reconcile_terms([english.translation_key])] == [
        ("published", "cy")
    ]
    after = {row.language: row.version for row in TermEdition.objects.all()}
    assert after == {"en": rows["en"], "cy": newest()}


@pytest.mark.django_db
def test_every_term_is_gone_through_that_is_there_or_was_public() -> None:
    lone = make.term("en")
    former = term_pair("cudd", "hidden", state="withdrawn")[0]
    assert list(all_terms()) == sorted({lone.translation_key, former.item})


@pytest.mark.django_db
def test_marks_come_to_more_editions_than_are_made_at_once() -> None:
    home, _ = make.homes("en")
    rows: list[Any] = []
    for number in range(52):
        row: Any = type(edition("en")).objects.get(item=home.translation_key, language="en")
        row.pk, row.item, row.path, row.words = None, uuid4(), f"/en/x{number}/", "a word"
        row.content = {**row.content, "introduction": {"html": "<p>a word</p>", "plain": "a word"}}
        rows.append(row)
    type(rows[0]).objects.bulk_create(rows)
    make.term_pair("gair", "word")
    items = [row.item for row in rows]
    bodies = type(rows[0]).objects.filter(item__in=items).values_list("body", flat=True)
    assert sum(b"data-term" in bytes(body) for body in bodies) == 52


@pytest.mark.django_db
def test_a_term_leaves_a_withdrawn_language_as_empty_as_it_is() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=[("text", "<p>English: the panel</p>")])
    translation = make.translate(page)
    with make.committed():
        make.fresh(translation).unpublish()
    make.term_pair("bwrdd", "panel")
    rows = {row.language: row for row in Edition.objects.filter(item=page.translation_key)}
    assert b"data-term" in bytes(rows["en"].body)
    assert (bytes(rows["cy"].body), rows["cy"].state) == (b"", "withdrawn")

"""A language never lies: what is not there in it is null, with an error that says what there is; nothing is given unasked."""

import pytest

from tests.factories.editions import edition, expired, gone, pair, withdrawn
from tests.factories.terms import term_pair
from tests.graphql.conftest import NAMES
from tests.graphql.test_items import ROOTS

pytestmark = pytest.mark.django_db
ABSENT = {
    "cy": "Nid yw'r eitem hon ar gael yn Gymraeg. Mae ar gael yn Saesneg.",
    "en": "This item is not available in English. It is available in Welsh.",
}
WITHDRAWN = {
    "cy": "Tynnwyd fersiwn Gymraeg yr eitem hon yn ôl ar 1 Mawrth 2026.",
    "en": "The English version of this item was withdrawn on 1 March 2026.",
}
GONE = {
    "cy": "Dilëwyd fersiwn Gymraeg yr eitem hon ar 1 Mawrth 2026.",
    "en": "The English version of this item was deleted on 1 March 2026.",
}
STILL = {"cy": " Mae'r eitem ar gael yn Saesneg o hyd.", "en": " The item is still available in Welsh."}
FIELDS = "{ item language title fallback { asked served } }"


def query(root, row, fallback=None):
    field = ROOTS[root][0].replace("{item}", str(row.item)).replace("{path}", row.path)
    if fallback:
        field = f"{field[:-1]}, fallback: {NAMES[fallback]})"
    return f"query ($language: Language!) {{ found: {field} {FIELDS} }}"


@pytest.mark.parametrize("root", ROOTS)
def test_a_missing_language_is_null_and_the_error_names_what_there_is(error, language, other, root):
    row = edition(other, type=ROOTS[root][1])
    found = error(query(root, row), language=language)
    assert found["message"] == ABSENT[language]
    extensions = found["extensions"]
    assert (extensions["code"], extensions["status"], extensions["language"]) == ("NOT_IN_LANGUAGE", 404, language)
    assert extensions["type"] == "https://api.example.test/api/problems/not-in-language"
    assert extensions["available"] == [
        {
            "language": other,
            "title": row.title,
            "address": f"https://{other}.example.test{row.path}",
            "api": f"https://api.example.test/api/v1/{other}/items/{row.item}",
        }
    ]


@pytest.mark.parametrize("root", ROOTS)
def test_the_other_language_is_given_only_when_asked_for_and_then_labelled(data, language, other, root):
    row = edition(other, type=ROOTS[root][1])
    found = data(query(root, row, other), language=language)["found"]
    assert found == {
        "item": str(row.item),
        "language": NAMES[other],
        "title": row.title,
        "fallback": {"asked": NAMES[language], "served": NAMES[other]},
    }


@pytest.mark.parametrize("root", ROOTS)
def test_a_fallback_is_not_taken_where_the_language_asked_for_is_there(data, language, other, root):
    own = {row.language: row for row in pair(type=ROOTS[root][1])}[language]
    found = data(query(root, own, other), language=language)["found"]
    assert (found["language"], found["title"], found["fallback"]) == (NAMES[language], own.title, None)


def test_a_fallback_to_the_same_language_gives_nothing_else(error, language, other):
    row = edition(other)
    assert error(query("id", row, language), language=language)["extensions"]["code"] == "NOT_IN_LANGUAGE"


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize(
    ("make", "code", "words"), [(withdrawn, "WITHDRAWN", WITHDRAWN), (gone, "GONE", GONE)], ids=["withdrawn", "gone"]
)
def test_what_has_ended_says_since_when_and_what_there_still_is(error, language, other, root, make, code, words):
    type_ = ROOTS[root][1]
    row = make(language, type=type_)
    alone = error(query(root, row), language=language)
    assert (alone["message"], alone["extensions"]["code"]) == (words[language], code)
    assert (alone["extensions"]["status"], alone["extensions"]["since"]) == (410, "2026-03-01T09:30:00Z")
    assert "available" not in alone["extensions"]
    twin = edition(other, item=row.item, type=type_)
    still = error(query(root, row), language=language)
    assert still["message"] == words[language] + STILL[language]
    assert [one["title"] for one in still["extensions"]["available"]] == [twin.title]


def test_what_is_past_its_expiry_is_withdrawn(error, language):
    assert error(query("id", expired(language)), language=language)["extensions"]["code"] == "WITHDRAWN"


def test_a_fallback_that_has_ended_too_is_not_given(error, language, other):
    row = withdrawn(language)
    gone(other, item=row.item)
    assert error(query("id", row, other), language=language)["extensions"]["code"] == "WITHDRAWN"


def test_lists_hold_what_is_public_in_their_language_only(data, language, other):
    own = edition(language, type="guide", topics=["cyswllt"], audiences=["parents"])
    edition(other, type="guide", topics=["arall"], audiences=["carers"])
    for make in (withdrawn, gone, expired):
        make(language, type="guide", topics=["tyst"])
    text = """query ($language: Language!) {
        items(language: $language) { nodes { item } totalCount }
        guides(language: $language) { nodes { item } totalCount }
        topics(language: $language) { code }
        audiences(language: $language) { code count }
    }"""
    found = data(text, language=language)
    assert found["items"] == found["guides"] == {"nodes": [{"item": str(own.item)}], "totalCount": 1}
    assert found["topics"] == [{"code": "cyswllt"}]
    assert [use["code"] for use in found["audiences"] if use["count"]] == ["PARENTS"]


def test_each_field_speaks_the_language_that_it_was_asked_for(graphql):
    welsh, english = edition("cy"), edition("en")
    text = f"""{{
        a: item(id: "{english.item}", language: CY) {{ title }}
        b: item(id: "{welsh.item}", language: EN) {{ title }}
    }}"""
    answer = graphql(text, accept_language="cy")
    assert answer["data"] == {"a": None, "b": None}
    assert [found["message"] for found in answer["errors"]] == [ABSENT["cy"], ABSENT["en"]]


def test_a_term_is_given_in_the_language_asked_for(data, language):
    term_pair("lleoliad", "placement")
    found = data(
        "query ($language: Language!) { terms(language: $language) { nodes { name language } } }", language=language
    )
    assert found["terms"]["nodes"] == [
        {"name": {"cy": "lleoliad", "en": "placement"}[language], "language": NAMES[language]}
    ]

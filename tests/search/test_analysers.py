"""The analysers know the public terms, follow them, and are not made anew for nothing."""

import pytest
from django.db.models import F

from cms.publication.models import LogHead, TermEdition
from search.analysis import Analyser
from search.indexing import analysers
from tests.factories.terms import term_pair

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unknown(monkeypatch):
    """Nothing is known of any earlier test's terms."""
    LogHead.objects.get_or_create(pk=1)
    monkeypatch.setattr(analysers, "_cache", analysers._AnalyserCache())


def changed():
    LogHead.objects.update(generation=F("generation") + 1)


def meets(one, another, language="cy"):
    made = analysers.current_analyser(language, fresh=True)
    return bool(set(made.index_keys(one)) & {key for keys in made.query_keys(another) for key in keys})


def test_the_forms_of_a_public_term_meet():
    assert not meets("blodorau", "blodor")
    term_pair("blodor", "blodore", forms={"cy": ["blodorau"]})
    changed()
    assert meets("blodorau", "blodor")
    # And the names of both languages, in texts and queries of either.
    assert meets("blodore", "blodorau")
    assert meets("blodorau", "blodore", "en")


def test_a_term_that_is_no_longer_public_is_forgotten():
    row, _ = term_pair("blodor", "blodore", forms={"cy": ["blodorau"]})
    assert meets("blodorau", "blodor")
    TermEdition.objects.filter(item=row.item).update(state="withdrawn", forms=[])
    changed()
    assert not meets("blodorau", "blodor")


def test_the_analyser_stays_the_same_while_no_form_changes():
    term_pair("blodor", "blodore")
    first = analysers.current_analyser("cy", fresh=True)
    changed()
    TermEdition.objects.update(definition="arall")
    assert analysers.current_analyser("cy", fresh=True) is first


def test_readers_ask_the_database_now_and_then_only(django_assert_num_queries):
    analysers.current_analyser("cy")
    with django_assert_num_queries(0):
        analysers.current_analyser("cy")
        analysers.current_analyser("en")
    with django_assert_num_queries(1):
        analysers.current_analyser("cy", fresh=True)


@pytest.mark.parametrize(
    ("language", "forms", "texts"),
    [
        ("cy", ["blodor", "blodorau"], ["blodor", "flodor", "mlodor", "Flodorau"]),
        ("cy", ["cynrychiolydd cyfreithiol"], ["gynrychiolydd", "gyfreithiol"]),
        ("cy", ["e-grwth"], ["e-grwth"]),
        ("en", ["permanence panel"], ["Panel", "permanence"]),
    ],
)
def test_texts_with_a_form_are_found_whatever_terms_they_were_indexed_with(language, forms, texts):
    keys = set(analysers.surface_keys(forms, language))
    for terms in ([], [forms], [["arall", *forms]]):
        analyser = Analyser(language, terms)
        assert all(keys & set(analyser.index_keys(text)) for text in texts)


def test_function_words_of_a_form_are_no_keys():
    assert not {"i", "y", "yr"} & set(analysers.surface_keys(["hawl i wybod"], "cy"))

"""The dictionaries have what they are made of, and answer as they are asked."""

from itertools import islice

import pytest

from cms.content.languages import CODES
from search.analysis.build_data import simplemma_forms
from search.analysis.dictionary import FormDictionary, forms


@pytest.mark.parametrize("language", CODES)
def test_a_dictionary_has_every_form_and_lemma_that_it_is_made_of(language):
    made_of = simplemma_forms(language)
    assert [form for form in islice(made_of, 0, None, 50) if forms(language).get(form) != made_of[form]] == []


def test_a_form_is_itself_and_neither_the_beginning_of_another_nor_its_lemma():
    dictionary = FormDictionary(["cath cath", "cath-fach cath", "cathod cath", "ŵyn oen"])
    assert [dictionary.get(form) for form in ("cath", "cath-fach", "cathod", "ŵyn")] == ["cath", "cath", "cath", "oen"]
    assert [form for form in ("", "cat", "catho", "oen", "cath cath", "ŵynx", "z") if form in dictionary] == []


def test_an_empty_dictionary_has_nothing():
    assert "cath" not in FormDictionary([])

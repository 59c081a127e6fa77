"""English: inflected forms meet their word; words derived from it stay apart."""

import pytest

from search.analysis import index_keys, query_keys, tokens


def meets(form, query):
    found = set(index_keys(form, "en"))
    return all(found & set(keys) for keys in query_keys(query, "en"))


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("adopters", "adopter"),
        ("adopted", "adopt"),
        ("adopting", "adopted"),
        ("children", "child"),
        ("child's", "children"),
        ("families", "family"),
        ("parents'", "parent"),
        ("fostering", "foster"),
        ("placements", "placement"),
        ("representatives", "representative"),
        ("referees", "referee"),
        ("carers", "carer"),
        ("meetings", "meeting"),
        ("writing", "written"),
        ("planning", "plans"),
        ("matching", "matched"),
        ("agencies", "agency"),
        ("children’s", "child"),
        ("POLICIES", "policy"),
        ("cafés", "cafe"),
    ],
)
def test_forms_of_a_word_meet(form, word):
    assert meets(form, word)
    assert meets(word, form)


@pytest.mark.parametrize(
    ("form", "word"), [("adoption", "adopter"), ("permanence", "permanent"), ("panel", "pan"), ("evening", "even")]
)
def test_words_of_one_root_stay_apart(form, word):
    assert not meets(form, word)


@pytest.mark.parametrize("form", ["the", "of", "and", "is", "was", "to", "in", "what", "not"])
def test_function_words_have_no_keys(form):
    (token,) = tokens(form, "en")
    assert token.function
    assert token.keys == ()


def test_a_phrase_is_the_same_sequence_in_singular_and_plural():
    assert [token.primary for token in tokens("legal representatives", "en")] == ["legal", "representative"]

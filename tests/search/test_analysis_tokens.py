"""What is a word, where it stands, and what its keys are made of; whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import Analyser, fold, index_keys, query_keys, tokens
from search.analysis.fingerprint import FINGERPRINT

LANGUAGES = ("cy", "en")


def written(text, language="cy"):
    return [text[token.start : token.end] for token in tokens(text, language)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mae’r plant i'r rhieni'n byw", ["Mae", "plant", "i", "rhieni", "byw"]),
        ("a'u cynlluniau, i'w hystyried", ["a", "cynlluniau", "i", "hystyried"]),
        ("f'arian d'amser", ["arian", "amser"]),
        ("‘plant’ \"mewn\" 'gofal'", ["plant", "mewn", "gofal"]),
        ("e-bost; ôl-fabwysiadu – neu", ["e-bost", "ôl-fabwysiadu", "neu"]),
        ("adran 6.2 (EP1), 2026", ["adran", "6.2", "EP1", "2026"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_a_token_is_the_word_as_written_without_its_clitics(text, words):
    assert written(text) == words


def test_english_possessives_and_contractions_are_dropped():
    assert written("The child's parents' home isn't Ann's", "en") == ["The", "child", "parents", "home", "isn", "Ann"]


@pytest.mark.parametrize("text", ["mae'r tŷ'n fawr", "mae’r tŷ’n fawr", "maeʼr tŷʼn fawr", "MAE'R TŶ'N FAWR"])
def test_all_apostrophes_and_both_cases_are_one(text):
    assert index_keys(text, "cy") == index_keys("mae'r tŷ'n fawr", "cy")


def test_accents_written_apart_soft_hyphens_and_zero_width_characters_change_nothing():
    assert index_keys("ty\u0302", "cy") == index_keys("tŷ", "cy")
    assert index_keys("mab\u00adwys\u200biadu", "cy") == index_keys("mabwysiadu", "cy")
    assert written("a mab\u00adwysiadu b")[1] == "mab\u00adwysiadu"


def test_a_word_with_a_hyphen_is_found_whole_joined_and_by_its_parts():
    keys = set(index_keys("ôl-fabwysiadu", "cy"))
    for query in ("ôl-fabwysiadu", "olfabwysiadu", "mabwysiadu"):
        assert all(keys & set(alternatives) for alternatives in query_keys(query, "cy"))


def test_a_query_word_with_a_hyphen_asks_for_all_its_parts_never_for_one():
    query = query_keys("long-term", "en")
    assert all(set(keys) & set(index_keys("long term", "en")) for keys in query)
    assert not all(set(keys) & set(index_keys("a long road", "en")) for keys in query)


def test_a_function_word_within_a_query_compound_is_not_asked_for():
    assert all(set(keys) & {"look"} for keys in query_keys("looked-after", "en"))
    assert not any("gweinidog" in keys for keys in query_keys("cyn-weinidog", "cy"))  # former minister


def test_an_inner_apostrophe_gives_the_whole_and_its_parts():
    assert set(index_keys("O'Brien", "cy")) >= {"obrien", "brien"}
    assert query_keys("O’Brien", "cy")[0][0] == "obrien"


def test_a_number_with_a_point_is_one_key_that_its_parts_do_not_have():
    assert index_keys("6.2", "cy") == ["6x2"] == query_keys("6.2", "cy")[0]
    assert index_keys("62", "cy") == ["62"]
    assert index_keys("1,000", "en")[0] == "1000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_function_word_has_no_keys_but_a_place_in_phrases(language):
    first, second = tokens({"cy": "y plant", "en": "the children"}[language], language)
    assert (first.function, first.keys) == (True, ())
    assert first.primary
    assert not second.function


def test_a_query_word_says_what_was_typed_and_what_would_do():
    article, plant = Analyser("cy").query_words("y Phlant")
    assert article.function
    assert (plant.text, plant.primary) == ("Phlant", "plentyn")
    assert "plentyn" in plant.alternatives[0]


def test_fold_takes_accents_and_capitals():
    assert fold("Tŷ’r ŴYL") == "ty'r wyl"


@pytest.mark.parametrize("text", ["", " ", "🙂 🙃", "\x00\x1f", "\ud800", "'’\"-", "_", "٪", "\u0301"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_words_has_no_tokens(text, language):
    assert tokens(text, language) == []
    assert query_keys(text, language) == []


@pytest.mark.parametrize("text", ["a" * 1_000_000, "a-" * 100_000, "a'" * 100_000, "a\u0301" * 100_000, "1." * 100_000])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_endless_word_is_one_short_key(text, language):
    assert all(len(key) <= 200 for key in index_keys(text, language))


@settings(deadline=None)
@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_has_clean_keys_and_true_offsets(text, language):
    last = 0
    for token in tokens(text, language):
        assert last <= token.start < token.end <= len(text)
        last = token.end
        for key in (token.primary, *token.keys):
            assert key.removeprefix("c_").removeprefix("f_").isalnum()
            assert key == key.lower()
    for keys in query_keys(text, language):
        assert keys
        assert all(key.removeprefix("c_").isalnum() for key in keys)


@settings(deadline=None)
@given(st.text(st.characters(codec="latin-1")), st.sampled_from(LANGUAGES))
def test_latin_letters_give_ascii_keys_but_for_those_that_are_no_accented_letter(text, language):
    for key in index_keys(text, language):
        assert all(letter.isascii() or letter in "æðøþßμ" for letter in key)


@settings(deadline=None)
@given(st.text(st.sampled_from("aeiouwyâêîôûŵŷáéïöbcdfgll'- "), max_size=30))
def test_what_is_written_finds_itself(text):
    for token in tokens(text, "cy"):
        form = text[token.start : token.end]
        if not token.function and not form.isdigit():
            assert all(set(keys) & set(token.keys) for keys in query_keys(form, "cy"))


def test_every_start_of_a_word_is_offered_with_what_it_may_be_a_mutation_of():
    analyser = Analyser("cy")
    assert set(analyser.starts("Y Tŷ")) >= {"ty"}
    assert "gofal" in analyser.start_alternatives("ofal")
    assert "pla" in analyser.start_alternatives("phlâ"[:4])
    assert Analyser("en").start_alternatives("Foste") == ("foste",)


def test_the_forms_of_an_editors_term_meet_mutated_too():
    analyser = Analyser("cy", [["sblogiwr", "sblogwyr", "sblogydd"]])
    for form in ("sblogiwr", "sblogwyr", "sblogydd"):
        assert set(analyser.index_keys(form)) & set(analyser.query_keys("sblogydd")[0])
    mutating = Analyser("cy", [["plogiwr", "plygwyr"]])
    assert set(mutating.index_keys("blygwyr")) & set(mutating.query_keys("plogiwr")[0])


def concepts(text, language="en", **terms):
    """The keys of concepts in a text, word by word of a query."""
    analyser = Analyser(language, terms.values())
    return [
        {key for keys in word.alternatives for key in keys if key.startswith("c_")}
        for word in analyser.query_words(text)
    ]


ORDER = ["special guardianship order", "SGO", "gorchymyn gwarcheidiaeth arbennig", "GGA"]


@pytest.mark.parametrize(
    "form", [*ORDER, "Special Guardianship Orders", "warcheidiaeth arbennig", "orchymyn gwarcheidiaeth arbennig"]
)
@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_form_of_a_term_has_its_concept_in_both_languages(form, language):
    found = concepts(form, language, order=ORDER)
    whole = form != "warcheidiaeth arbennig" and not (language == "en" and form.startswith("orchymyn"))
    assert all(found) is whole or (language == "cy" and form == "Special Guardianship Orders")


def test_words_that_share_a_form_with_others_are_not_made_equal():
    terms = {"worker": ["childcare social worker", "child's social worker"]}
    assert concepts("childcare", **terms) == concepts("childcare")
    assert concepts("child's social worker", **terms)[0]
    analyser = Analyser("en", terms.values())
    assert not set(analyser.index_keys("childcare")) & {key for keys in analyser.query_keys("child") for key in keys}


def test_a_word_may_be_of_two_concepts_at_once():
    found = concepts("interim adoption order", interim=["interim adoption order"], order=["adoption order", "AO"])
    assert [len(keys) for keys in found] == [1, 2, 2]


def test_a_term_takes_nothing_from_what_met_before():
    analyser = Analyser("cy", [["canllawiau", "cyfarwyddyd"]])
    assert set(analyser.index_keys("canllaw")) & set(analyser.query_keys("cyfarwyddyd")[0])
    assert set(analyser.query_keys("canllaw")[0]) > set(query_keys("canllaw", "cy")[0])


def test_function_words_of_a_term_stay_function_words():
    analyser = Analyser("cy", [["maethu i fabwysiadu", "maethu a mabwysiadu"]])
    assert [token.function for token in analyser.tokens("i a")] == [True, True]


def test_the_fingerprint_is_the_same_until_the_analysis_changes():
    assert len(FINGERPRINT) == 16


def test_words_of_two_names_of_one_thing_stay_apart():
    analyser = Analyser("cy", [["gofalwr maeth", "rhiant maeth", "rhieni maeth"]])
    assert not set(analyser.index_keys("gofalwr")) & set(analyser.index_keys("rhiant"))
    assert set(analyser.index_keys("rhieni")) & set(analyser.index_keys("rhiant"))


def test_a_title_is_begun_by_the_words_it_is_mutated_from_and_by_no_others():
    assert Analyser("cy").starts("I rieni a phlant") == ("i", "rieni", "rhieni", "a", "phlant", "plant")
    assert Analyser("cy").starts("Blwch atgofion") == ("blwch", "atgofion")

"""Initial mutations of real words, and what never mutates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.content.words.mutations import mutated, mutated_forms

# word: soft, nasal, aspirate, h
WORDS = {
    "plentyn": "blentyn mhlentyn phlentyn",
    "plant": "blant mhlant phlant",
    "teulu": "deulu nheulu theulu",
    "tŷ": "dŷ nhŷ thŷ",
    "canolwr": "ganolwr nghanolwr chanolwr",
    "cynllun": "gynllun nghynllun chynllun",
    "beichiogrwydd": "feichiogrwydd meichiogrwydd",
    "brawd": "frawd mrawd",
    "deddf": "ddeddf neddf",
    "gofal": "ofal ngofal",
    "gwasanaeth": "wasanaeth ngwasanaeth",
    "glasoed": "lasoed nglasoed",
    "mabwysiadu": "fabwysiadu",
    "mam": "fam",
    "lleoliad": "leoliad",
    "llys": "lys",
    "rhiant": "riant",
    "rhieni": "rieni",
    "asesiad": "hasesiad",
    "eiriolaeth": "heiriolaeth",
    "iaith": "hiaith",
    "opsiwn": "hopsiwn",
    "ŵyr": "hŵyr",
    "ymarfer": "hymarfer",
    # digraphs that never change
    "chwaer": "",
    "theori": "",
    "ffurflen": "",
    "phobia": "",
    "ddoe": "",
    # consonants that never change
    "sefydlogrwydd": "",
    "fframwaith": "",
    "hawl": "",
    "lamp": "",
    "nyrs": "",
    "rysáit": "",
    "tsieina": "",
    # capitals stay; initials are left alone
    "Cymru": "Gymru Nghymru Chymru",
    "Llys": "Lys",
    "Gwasanaeth": "Wasanaeth Ngwasanaeth",
    "Undeb": "Hundeb",
    "GMC": "",
    "AFKA": "",
    "a": "",
    "": "",
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_these_mutated_forms_and_no_others(word: str) -> None:
    assert mutated(word) == set(WORDS[word].split())


def test_only_the_first_word_of_a_form_mutates() -> None:
    assert mutated_forms("plant sy'n derbyn gofal") == {
        "blant sy'n derbyn gofal",
        "mhlant sy'n derbyn gofal",
        "phlant sy'n derbyn gofal",
    }
    assert mutated_forms("cyd-rianta") == {"gyd-rianta", "nghyd-rianta", "chyd-rianta"}
    assert mutated_forms("2 riant") == set()


@given(st.text(alphabet="abcdefghilmnoprstuwyŵŷâêîôûCGLPRT", min_size=1, max_size=12))
def test_whatever_the_word_its_forms_keep_its_end_and_its_capital(word: str) -> None:
    for form in mutated(word):
        assert form != word
        assert form.lower().endswith(word[2:].lower())
        if word[0].isupper() and not word.isupper():
            assert form[0].isupper()

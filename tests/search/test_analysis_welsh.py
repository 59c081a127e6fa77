"""Welsh: every form of a word meets the word, and other words do not. Examples are of this field where they can be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content.words.mutations import mutated
from search.analysis import fold, index_keys, query_keys, tokens
from search.analysis.welsh.demutation import demutations

NOUNS = {
    "plentyn": ["plant"],
    "rhiant": ["rhieni"],
    "teulu": ["teuluoedd"],
    "mabwysiadwr": ["mabwysiadwyr", "mabwysiadydd"],
    "gwarcheidwad": ["gwarcheidwaid"],
    "gwarcheidiaeth": [],
    "canolwr": ["canolwyr"],
    "gofalwr": ["gofalwyr"],
    "ymarferydd": ["ymarferwyr"],
    "cynrychiolydd": ["cynrychiolwyr"],
    "lleoliad": ["lleoliadau"],
    "canllaw": ["canllawiau"],
    "adran": ["adrannau"],
    "cydweithredfa": ["cydweithredfeydd"],
    "trawsgrifiad": ["trawsgrifiadau"],
    "dangosfwrdd": ["dangosfyrddau"],
    "penderfyniad": ["penderfyniadau"],
    "gorchymyn": ["gorchmynion"],
    "llys": ["llysoedd"],
    "tŷ": ["tai"],
    "grŵp": ["grwpiau"],
    "dogfen": ["dogfennau"],
    "rhaglen": ["rhaglenni"],
    "blwyddyn": ["blynyddoedd"],
}
VERBS = {
    "mabwysiadu": "mabwysiadodd mabwysiadwyd mabwysiedir mabwysiadais mabwysiadant fabwysiadwyd",
    "cymeradwyo": "cymeradwyodd cymeradwywyd cymeradwyir gymeradwyodd",
    "cael": "cafodd gafodd chafodd cafwyd ceir gaiff cawsant cewch",
    "mynd": "aeth es af ewch aethant",
    "dod": "daeth daw ddaw dewch deuant",
    "gwneud": "gwnaeth wnaeth gwnewch gwneir gwnes wnân",
    "gwybod": "gŵyr gwyddom gwyddoch gwn",
    "dweud": "dywedodd ddywedwyd dywedir dywed",
    "derbyn": "derbyniodd dderbyniwyd derbynnir derbyniwch",
    "cynnal": "cynhaliwyd cynhelir gynhaliodd",
    "cymryd": "cymerodd gymerwyd cymerwch",
    "rhoi": "rhoddodd rhowch rhoddir roddwyd rhydd",
    "dechrau": "dechreuodd ddechreuwyd",
    "gweld": "gwelodd welwch gwêl gwelwn",
    "nodi": "nodwch nododd",
    "aros": "arhosodd erys arhoswch",
    "sôn": "soniodd soniwyd",
    "cyrraedd": "cyrhaeddodd gyrhaeddwyd",
}


def meets(form, query):
    found = set(index_keys(form, "cy"))
    return all(found & set(keys) for keys in query_keys(query, "cy"))


@pytest.mark.parametrize("noun", list(NOUNS))
def test_every_form_of_a_noun_and_every_mutation_of_it_meets_it(noun):
    for form in (noun, *NOUNS[noun]):
        for written in (form, *sorted(mutated(form))):
            assert meets(written, noun), written


@pytest.mark.parametrize("noun", list(NOUNS))
def test_a_noun_typed_without_accents_or_in_the_plural_finds_it(noun):
    for typed in (fold(noun), *NOUNS[noun], *map(fold, NOUNS[noun])):
        assert meets(noun, typed), typed


@pytest.mark.parametrize("verb", list(VERBS))
def test_finite_forms_meet_their_verb_noun(verb):
    for form in VERBS[verb].split():
        assert meets(form, verb), form


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("mor", "môr"),  # so, sea
        ("gwerth", "gwerthu"),  # worth, to sell
        ("ofn", "ofni"),  # fear, to fear: not of every fear that somebody fears
        ("bryn", "prynu"),  # hill, to buy
        ("gorffennaf", "gorffen"),  # July, to finish
        ("nod", "dod"),  # aim, to come
        ("naw", "dod"),  # nine, to come (daw, comes)
        ("de", "te"),  # south, tea
        ("elen", "mynd"),  # a name
        ("ywen", "bod"),  # yew
        ("llwyddiant", "llwydd"),
        ("diogelwch", "diogelu"),  # safety, to keep safe
        ("talent", "talu"),  # talent, to pay
    ],
)
def test_words_that_only_look_alike_do_not_meet(form, other):
    assert not meets(form, other)


def test_who_seeks_a_year_finds_years_after_numbers_but_not_the_other_way_round():
    assert meets("blynedd", "blwyddyn")
    assert not meets("blwyddyn", "blynedd")


def test_a_plural_that_has_forms_of_its_own_still_finds_its_singular():
    assert meets("troed", "traed")
    assert meets("apêl", "apeliadau")


def test_a_form_of_two_words_meets_both():
    assert meets("llennau", "llen")
    assert meets("llennau", "llên")
    assert meets("ceir", "car")
    assert meets("ceir", "cael")
    assert meets("rhoddodd", "rhoi")
    assert meets("rhoddodd", "rhoddi")


def test_particles_prepositions_and_the_forms_of_bod_are_function_words():
    found = tokens("mae yw sydd oedd roedd bydd byddai oes fydd yn i'r gyda wrth amdano ganddi hwn mai", "cy")
    assert len(found) == 17
    assert all(token.function and token.keys == () for token in found)


def test_forms_of_one_function_word_are_one_in_phrases():
    for one, other in (("y", "yr"), ("a", "ac"), ("trwy", "drwy"), ("dim", "ddim"), ("gyda", "gydag")):
        assert tokens(one, "cy")[0].primary == tokens(other, "cy")[0].primary


def test_a_phrase_is_the_same_sequence_however_its_words_are_mutated():
    sequences = [[token.primary for token in tokens(text, "cy")] for text in ("y plentyn bach", "Y blant bychain")]
    assert sequences[0][:2] == sequences[1][:2] == ["y", "plentyn"]


def test_who_types_mor_alone_means_the_sea():
    assert query_keys("mor", "cy") == [["mor"]] == query_keys("môr", "cy")


def test_an_unknown_word_meets_its_mutations():
    for form, word in (("lanbadrig", "llanbadrig"), ("blogyllu", "plogyllu"), ("phlogyllu", "plogyllu")):
        assert meets(form, word)


def test_surnames_in_s_are_no_plurals():
    assert not meets("williams", "william")
    assert meets("tabloids", "tabloid")


@pytest.mark.parametrize(
    ("form", "origin"),
    [
        ("ngharedig", "caredig"),
        ("mhlant", "plant"),
        ("nhad", "tad"),
        ("ngofal", "gofal"),
        ("chwaer", None),
        ("ddau", "dau"),
        ("fam", "mam"),
        ("flawd", "blawd"),
        ("lys", "llys"),
        ("lân", "glân"),
        ("ardd", "gardd"),
        ("wlad", "gwlad"),
        ("hysgol", "ysgol"),
        ("llaw", None),
        ("rhan", None),
        ("ffordd", None),
    ],
)
def test_demutation_undoes_every_mutation(form, origin):
    if origin:
        assert origin in demutations(form)
    elif form == "chwaer":
        assert demutations(form) == ["cwaer"]
    else:
        assert demutations(form) == []


@settings(deadline=None)
@given(st.from_regex(r"(p|t|c|b|d|m|ll|rh|)[aeiouwyâŷ][a-z]{2,8}", fullmatch=True))
def test_demutation_is_the_opposite_of_mutation(word):
    for form in mutated(word):
        assert word in demutations(form)

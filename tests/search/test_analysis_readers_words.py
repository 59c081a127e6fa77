"""Words as readers write them: numbers in words, spellings, abbreviations, comparisons, words as they are said, families."""

import pytest

from search.analysis import Analyser, is_relative
from search.indexing.analysed_text import AnalysedText

ANALYSERS = {"cy": Analyser("cy"), "en": Analyser("en")}
# Pairs that meet, or do not.
COMPARED = """
    prysuraf/prysur brysurach/prysur diogelaf/diogel tecaf/teg pwysiced/pwysig difrifolach/difrifol
    ddifrifolaf/difrifol fodlonach/bodlon trymaf/trwm tlotach/tlawd gynted/cynnar gynted/buan iau/ifanc
    ieuengach/ifanc hapusa/hapus mwya/mawr sensitifach/sensitif gwlypaf/gwlyb oeraf/oer hynaf/hen cryfed/cryf
"""
SAID = """
    pentre/pentref bentre/pentrefi gartre/gartref adre/adref gwbod/gwybod pethe/pethau bethe/peth llyfre/llyfr
    petha/pethau sgidiau/esgidiau sgidie/esgid sbyty/ysbyty stafell/ystafell pobol/pobl isio/eisiau
    wedes/dweud chware/chwarae gneud/gwneud ishe/eisiau falle/efallai adra/adref amsar/amser llawar/llawer
"""
FAMILIES = {
    "cy": """
        mabwysiedig/mabwysiadwr therapi/therapiwtig trawma/trawmatig geni/genedigol troseddu/trosedd
        eirioli/eiriolaeth ymddygiad/ymddwyn talu/taliadau ysgaru/ysgariad cryfder/cryf
        annibyniaeth/annibynnol
    """,
    "en": """
        therapy/therapeutic adopt/adoptive educate/education trauma/traumatic behave/behaviour
        complain/complaints write/writer infertile/infertility
    """,
}
STRANGERS = {
    "cy": """
        priodi/priodol darpar/darparu cymryd/cymeriad swyddog/swyddogol
        croesi/croeso llun/llunio gwir/gwirio penodi/penodol canlyn/canlyniad ystyr/ystyriol
        dydd/dyddiad medd/meddiant pont/pontio barn/barnwr
    """,
    "en": """
        nurse/nursery even/evening hard/hardly response/responsible confidence/confidential care/career
        commit/committee agent/agency trust/trustee author/authority state/statement able/disabled
    """,
}


def pairs(table):
    return [tuple(pair.split("/")) for pair in table.split()]


def pairs_of(tables):
    return [(language, *pair) for language, table in tables.items() for pair in pairs(table)]


def finds(language, query, text, *, families=False):
    """Whether a text has a key of each word of the query, phrases among them."""
    analyser = ANALYSERS[language]
    read = AnalysedText(analyser)
    read.add("body", [text])
    keys = {key for key in read.frequencies("body") if families or not is_relative(key)}
    words = [word for word in analyser.query_words(query) if not word.function or len(word.alternatives[0]) > 1]
    return bool(words) and all(keys & set(alternatives) for word in words for alternatives in word.alternatives)


def meet(language, one, other):
    return finds(language, one, other) and finds(language, other, one)


@pytest.mark.parametrize(
    ("language", "words", "figures"),
    [
        ("cy", "siart llif tri", "Siart llif 3"),
        ("cy", "adran saith", "Adran 7"),
        ("cy", "modiwl dau", "Modiwl 2"),
        ("cy", "dwy adran", "2 adran"),
        ("cy", "i ddau fodiwl", "2 modiwl"),
        ("cy", "tair chwaer a thri brawd", "3 chwaer, 3 brawd"),
        ("cy", "chwe mis", "6 mis"),
        ("cy", "pum wythnos", "5 wythnos"),
        ("cy", "adran un ar ddeg", "Adran 11"),
        ("cy", "adran un deg un", "Adran 11"),
        ("cy", "siart llif deuddeg", "Siart llif 12"),
        ("cy", "pedair ar ddeg oed", "14 oed"),
        ("cy", "deunaw oed", "18 oed"),
        ("en", "section seven", "Section 7"),
        ("en", "flowchart three", "Flowchart 3"),
        ("en", "twelve weeks", "12 weeks"),
    ],
)
def test_a_number_in_words_and_in_figures_is_the_same(language, words, figures):
    assert meet(language, words, figures)


@pytest.mark.parametrize(
    ("language", "words", "figures"),
    [("cy", "adran un", "Adran 1"), ("en", "section one", "Section 1"), ("cy", "modiwl deg", "Modiwl 10")],
)
def test_who_types_one_may_mean_the_figure_but_a_figure_does_not_mean_every_one(language, words, figures):
    assert finds(language, words, figures)
    assert not finds(language, figures.split()[1], words)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "flow chart", "flowchart"),
        ("en", "flow charts", "a flowchart"),
        ("en", "child care", "childcare"),
        ("en", "e module", "e-modules"),
        ("en", "step parents", "stepparent"),
        ("en", "self employed", "self-employed"),
        ("cy", "hunan gyflogedig", "hunangyflogedig"),
        ("cy", "hunan-gyflogedig", "hunangyflogedig"),
        ("cy", "hunan gyflogedig", "hunan-gyflogedig"),
        ("cy", "e fodiwl", "e-fodiwlau"),
        ("cy", "mam gu", "mam-gu"),
        ("cy", "mamgu", "nain"),
        ("cy", "tadcu", "taid"),
        ("cy", "tad cu", "tadcu"),
    ],
)
def test_one_thing_spelt_in_one_word_or_in_several_is_one(language, one, other):
    assert meet(language, one, other)


@pytest.mark.parametrize("word", ["grandad", "granddad", "grandpa"])
def test_grandparents_are_found_by_what_they_are_called(word):
    assert meet("en", word, "grandfather")
    assert not finds("en", word, "father")
    assert not finds("en", "parent", "grandparent", families=True)


def test_a_word_as_it_is_said_or_compared_is_known():
    for word in ("gwbod", "pethe", "sgidiau", "difrifolach"):
        assert [one.known for one in ANALYSERS["cy"].query_words(word)] == [True]
    assert [one.known for one in ANALYSERS["cy"].query_words("mabwisiadu")] == [False]


def test_the_parts_of_a_spelling_stay_what_they_are():
    assert not finds("en", "childcare", "a child")
    assert not finds("en", "flowchart", "a chart")
    assert not finds("cy", "mamgu", "mam")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.K.", "the UK"),
        ("UK", "the U.K. government"),
        ("GPs", "your GP"),
        ("gps", "your GP"),
        ("SGOs", "an SGO"),
        ("sgos", "an SGO"),
        ("NGOs", "NGO"),
    ],
)
@pytest.mark.parametrize("language", ["cy", "en"])
def test_abbreviations_meet_with_points_and_in_the_plural(language, one, other):
    assert finds(language, one, other)
    assert finds(language, other.split()[-1] if "U" not in other else "UK", one)


def test_an_abbreviation_with_points_is_one_word_where_it_stands():
    text = "In the U.K. today, e.g. at a.b or 6.2, end.I go"
    assert [text[token.start : token.end] for token in ANALYSERS["en"].tokens(text)] == [
        "In", "the", "U.K", "today", "e.g", "at", "a.b", "or", "6.2", "end", "I", "go"
    ]  # fmt: skip


@pytest.mark.parametrize(("form", "word"), pairs(COMPARED))
def test_a_form_of_comparison_is_found_by_its_adjective(form, word):
    assert finds("cy", word, form)


@pytest.mark.parametrize("text", ["symud yn nes at deulu", "byw yn nes i'r ysgol", "dod yn nes adref"])
def test_nearer_is_near(text):
    assert finds("cy", "agos", text)


@pytest.mark.parametrize("text", ["nes bydd y plentyn yn barod", "hyd nes y gwneir gorchymyn", "yn nes ymlaen"])
def test_until_and_later_on_are_not_near(text):
    assert not finds("cy", "agos", text)


def test_longer_than_is_long_and_they_are_not():
    assert finds("cy", "hir", "yn hwy na chwe mis")
    assert not finds("cy", "hir", "maen hwy yn barod")


def test_who_leaves_out_an_accent_may_mean_either_word_and_a_phrase_is_met_without_it():
    analyser = ANALYSERS["cy"]
    assert analyser.query_keys("ffon") == [["ffon", "ffon0"]]
    assert analyser.query_keys("ffôn") == [["ffon0"]]
    assert [one.primary for one in analyser.tokens("ffôn ffon")] == ["ffon", "ffon"]


def test_a_term_that_an_accent_tells_from_another_word_is_that_word_only():
    analyser = Analyser("cy", [["ffôn", "phone"]])
    found = {
        word: [key for key in analyser.index_keys(word) if key.startswith("c_")] for word in ("ffôn", "ffonau", "ffon")
    }
    assert found["ffôn"] == found["ffonau"] != []
    assert found["ffon"] == []


def test_a_term_in_a_word_with_a_hyphen_does_not_stand_for_the_other_part():
    analyser = Analyser("cy", [["hir", "maith"]])
    asked = analyser.query_keys("hir-ddisgwyliedig")
    assert not any(set(keys) & set(analyser.index_keys("disgwyliadau maith")) for keys in asked[1:])
    assert set(asked[0]) & set(analyser.index_keys("maith"))


def test_thursday_is_not_young():
    assert finds("cy", "iau", "dydd Iau")
    assert not finds("cy", "dydd Iau", "ifanc")


@pytest.mark.parametrize(("said", "written"), pairs(SAID))
def test_a_word_as_it_is_said_meets_the_word_as_it_is_written(said, written):
    assert finds("cy", said, written)
    assert finds("cy", written, said)


@pytest.mark.parametrize("word", ["came", "file", "time"])
def test_english_words_in_welsh_are_not_read_as_spoken_welsh(word):
    assert ANALYSERS["cy"].index_keys(word)[0] == word


@pytest.mark.parametrize(("language", "one", "other"), pairs_of(FAMILIES))
def test_words_of_one_family_meet(language, one, other):
    assert finds(language, one, other, families=True)
    assert not finds(language, one, other)


@pytest.mark.parametrize(("language", "one", "other"), pairs_of(STRANGERS))
def test_words_that_only_begin_alike_are_no_family(language, one, other):
    assert not finds(language, one, other, families=True)


def test_capitals_of_a_term_are_no_mutation_of_another_word():
    analyser = Analyser("cy", [["child looked after", "LAC"], ["National Adoption Service", "NAS"]])
    assert not [key for word in ("llac", "tas") for key in analyser.index_keys(word) if key.startswith("c_")]
    assert [len([key for key in analyser.index_keys(word) if key.startswith("c_")]) for word in ("LAC", "NAS")] == [
        1,
        1,
    ]


def test_english_spellings_are_no_welsh_words():
    assert not finds("cy", "pum", "mother")
    assert not finds("cy", "mother", "pum")


def test_an_english_abbreviation_is_no_welsh_word_that_lacks_its_accent():
    terms = [["prospective adopter's report", "PAR", "adroddiad darpar fabwysiadydd"]]
    (report,) = set.intersection(
        *[set(word.alternatives[0]) for word in Analyser("en", terms).query_words("prospective adopter's report")]
    )
    assert report in Analyser("en", terms).index_keys("PAR")
    assert report not in Analyser("cy", terms).index_keys("pâr")


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("cy", "family", "y ddogfen Working with Families"),
        ("en", "llythyr", "the Llythyrau scheme"),
        ("cy", "services", "Children's Service"),
    ],
)
def test_a_word_of_the_other_language_in_a_text_is_read_as_that_one_has_it(language, query, text):
    assert finds(language, query, text)

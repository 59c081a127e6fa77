"""Our Welsh tables and simplemma's headwords, put together once a process. Knows no texts."""

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Final

from cms.content.words.mutations import mutated

from ..dictionary import all_lemmas, lemmas, words
from ..folding import key_of
from .conjugation import irregular_forms

NASAL: Final = ("m", "n")


@cache
def function_words() -> frozenset[str]:
    """Particles, prepositions, pronouns, conjunctions, the forms of bod: about 500."""
    return words("cy_function.txt")


@cache
def function_forms() -> Mapping[str, str]:
    """Function words to the form that is their key: yr to y, ddim to dim."""
    return lemmas("cy_function_forms.txt")


@cache
def surnames() -> frozenset[str]:
    """Surnames in -s, which are no plurals."""
    return words("cy_surnames.txt")


@cache
def aliases() -> Mapping[str, str]:
    """simplemma's lemmas that are not the dictionary's, to those that are."""
    return {form: lemma for form, lemma in lemmas("cy_aliases.txt").items() if form != lemma}


@cache
def spoken() -> Mapping[str, str]:
    """Words as they are said to the form that is written: gwbod to gwybod, sgidiau to esgidiau."""
    return {form: written for form, written in lemmas("cy_spoken.txt").items() if form != written}


@cache
def graded() -> frozenset[str]:
    """Adjectives that are compared: of a form that a verb may have too (prysuraf) they are the likelier."""
    return words("cy_graded.txt") | frozenset(lemmas("cy_adjectives.txt").values())


@cache
def _lexicon() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {name: (name,) for name in words("cy_names.txt")}
    for table in ("cy_nouns.txt", "cy_adjectives.txt"):
        for form, meant in all_lemmas(table).items():
            found[form] = tuple(dict.fromkeys((*found.get(form, ()), *meant)))
    return found


@cache
def headwords() -> frozenset[str]:
    """Lemmas that have a form which is not a bare mutation of them."""
    nouns = lemmas("cy_nouns.txt")
    own = frozenset(chain.from_iterable(_lexicon().values())) | frozenset(irregular_forms().values())
    # For simplemma apeliadau has forms of its own, but it is of apêl. Who seeks gwell (better) does not mean da (good).
    inflected = frozenset(nouns) - own
    themselves = words("cy_names.txt") | frozenset(lemmas("cy_adjectives.txt"))
    return ((words("cy_headwords.txt") | own) - inflected - frozenset((*aliases(), *spoken()))) | themselves


@cache
def plain_words() -> frozenset[str]:
    """Our words and names: so common as they are that they are not read as mutations of others (de, south, not te, tea)."""
    return frozenset(_lexicon())


@cache
def own_forms() -> Mapping[str, tuple[str, ...]]:
    """The forms of our tables to their lemmas (ceir is of car and of cael), mutated ones too where they are not others."""
    irregular, lexicon = irregular_forms(), _lexicon()
    plain = {form: _both(lexicon.get(form, ()), irregular.get(form)) for form in (*irregular, *lexicon)}
    found = dict(plain)
    for form, meant in plain.items():
        for change in mutated(form):
            # Nothing makes a finite verb nasal: naw is nine, not daw (comes).
            if change not in headwords() and (form in lexicon or not change.startswith(NASAL)):
                found.setdefault(change, meant)
                # A verb's form that is another's mutated: delir of dal (is held) and of talu (telir, is paid).
                if form in irregular and change in irregular and not form.startswith("g"):
                    found[change] = tuple(dict.fromkeys((*found[change], *meant)))
    return found


def _both(others: tuple[str, ...], verb: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*others, *((verb,) if verb else ()))))


@cache
def homographs() -> frozenset[str]:
    """Function words that are other words with an accent: mor (so) beside môr (sea)."""
    accented = (word for word in headwords() if not word.isascii() and word not in function_words())
    return frozenset(key_of(word) for word in (*accented, "ó")) & function_words()


@cache
def accented() -> Mapping[str, str]:
    """Words that an accent alone tells from others, and their mutations, to their keys: ffôn (phone) beside ffon (stick)."""
    found = {lemma: _with_accent(lemma) for lemma in words("cy_accents.txt")}
    for lemma in words("cy_accents.txt"):
        # Nôl (to fetch) is no dôl (meadow).
        found |= {form: _with_accent(form) for form in mutated(lemma) if form not in headwords()}
    return found


@cache
def by_unaccented() -> Mapping[str, str]:
    """The keys of those words without their accents, to their keys with them: who types ffon may mean either."""
    return {key_of(lemma): _with_accent(lemma) for lemma in words("cy_accents.txt")}


def _with_accent(word: str) -> str:
    return key_of(word) + "0"

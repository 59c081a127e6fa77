"""The lemmas that a Welsh word may be a form of, likeliest first. Looks a word up as written; demutates what is unknown."""

from collections.abc import Mapping, Sequence
from typing import Final

from ..dictionary import welsh_forms
from . import tables
from .conjugation import VERB_NOUN_ENDINGS, stems, verb_nouns
from .demutation import demutations
from .plurals import likely_singulars, sure_singulars

# simplemma's rare forms of these are mostly other words (elen, cai); `cy_verbs.txt` has them whole.
_WHOLE: Final = frozenset({"bod", "cael", "dod", "gwneud", "gwybod", "mynd"})
_BARE_STEM: Final = frozenset({"u", "i", "o", "io", "a", "ed"})
_SHORTEST: Final = 3


class WelshLemmas:
    """`terms`: words that editors' terms give to the word that stands for them."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._forms = welsh_forms()
        self._own = tables.own_forms()
        self._headwords = tables.headwords()
        self._aliases = tables.aliases()
        self._surnames = tables.surnames()
        self._terms: Mapping[str, str] = {}
        self._terms = {word: self._standing_for(meant) for word, meant in terms.items()}

    def _standing_for(self, word: str) -> str:
        return next(iter(self.of(word, demutations(word))), word)

    def of(self, word: str, origins: Sequence[str]) -> list[str]:
        """`rhieni` gives `rhiant`. `origins`: what the word may be a mutation of. An unknown word gives itself and them."""
        found = self._of_dictionary(word, origins)
        if self._terms:
            meant = [self._terms[form] for form in (word, *origins) if form in self._terms]
            found = [*meant, *found] if word in self._terms else [*found, *meant]
        return found

    def knows(self, word: str) -> bool:
        """Whether `word` stands in a dictionary or among editors' terms."""
        return word in self._terms or word in self._own or self._look_up(word) is not None

    def _of_dictionary(self, word: str, origins: Sequence[str]) -> list[str]:
        found = self._known(word, origins)
        if found:
            return found
        for origin in origins:
            found += self._known(origin, ()) or self._regular(origin)
        if found:
            return found
        return self._regular(word) or [*self._foreign_plural(word), word, *(origins if len(word) > _SHORTEST else ())]

    def _known(self, word: str, origins: Sequence[str]) -> list[str]:
        """What our tables, then simplemma, say of a word as it stands."""
        own = self._own.get(word)
        if own is not None:
            return list(own)
        if word not in self._headwords:
            verbs = verb_nouns(word) or next(filter(None, map(verb_nouns, origins)), ())
            if verbs:
                return list(verbs)
        lemma = self._simplemma(word, origins)
        if lemma is None or lemma == word:
            return [] if lemma is None else [lemma]
        noun = self._noun(word, lemma, origins)
        if noun:
            return [noun]
        if word in self._headwords:
            return [lemma]
        return [lemma, *self._singulars(word, lemma, origins), *self._unmutated_verbs(word, lemma)]

    def _simplemma(self, word: str, origins: Sequence[str]) -> str | None:
        """Its lemma, one step further if the first only undid a mutation (dai, tai, tŷ); None if it does not know the word."""
        found = self._look_up(word)
        if found is None:
            return None
        if found in origins:
            found = next(iter(self._own.get(found, ())), None) or self._look_up(found) or found
        elif found not in self._headwords:
            # A lemma that is itself mutated: raddau is of gradd, not radd.
            found = next((origin for origin in demutations(found) if origin in self._headwords), found)
        return word if found in _WHOLE else self._aliases.get(found, found)

    def _look_up(self, word: str) -> str | None:
        found = self._forms.get(word) or self._forms.get(word.capitalize())
        return found.lower() if found else None

    def _noun(self, word: str, lemma: str, origins: Sequence[str]) -> str | None:
        """The noun that simplemma takes for a bare stem of its verb: ofn (fear) for ofni, bryn (hill) for prynu."""
        for origin in (word, *origins):
            if lemma.startswith(origin) and lemma[len(origin) :] in _BARE_STEM:
                return next((noun for noun in (word, origin) if noun in self._headwords), None)
        return None

    def _singulars(self, word: str, lemma: str, origins: Sequence[str]) -> list[str]:
        """Another, where simplemma's is not the plain singular: llennau of llen (curtain), not only of llên (literature)."""
        for form in (word, *origins):
            for singular in likely_singulars(form):
                if singular in self._headwords:
                    return [] if singular == lemma else [singular]
        return []

    def _unmutated_verbs(self, word: str, lemma: str) -> list[str]:
        """Lemmas of a form that simplemma takes for mutated: nodwch is of nodi, not only of dodwy."""
        if lemma[:1] == word[:1]:
            return []
        return self._verbs(word)

    def _verbs(self, word: str) -> list[str]:
        """Known verb-nouns with the stem of a form that has an ending only verbs have: ffeilir of ffeilio."""
        verbs = (stem + ending for stem in stems(word) for ending in VERB_NOUN_ENDINGS)
        return [verb for verb in verbs if verb in self._headwords]

    def _regular(self, word: str) -> list[str]:
        """The lemmas of an unknown word by its ending."""
        found = list(verb_nouns(word, certain=False)) or sure_singulars(word) or self._verbs(word)
        return found or [singular for singular in likely_singulars(word) if singular in self._headwords][:1]

    def _foreign_plural(self, word: str) -> list[str]:
        """Of unknown words: tabloids gives tabloid, 70au (the seventies) gives 70."""
        if len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss") and word not in self._surnames:
            return [word[:-1]]
        return [word[:-2]] if word.endswith("au") and word[:-2].isdigit() else []

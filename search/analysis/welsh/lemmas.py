"""The lemmas that a Welsh word may be a form of, likeliest first. Looks a word up as written; demutates what is unknown."""

from collections.abc import Sequence
from typing import Final

from ..dictionary import forms
from . import tables
from .comparison import COMPARED, positives
from .conjugation import VERB_NOUN_ENDINGS, stems, verb_nouns
from .demutation import demutations
from .plurals import likely_singulars, sure_singulars
from .pronunciation import as_written

# simplemma's rare forms of these are mostly other words (elen, cai); `cy_verbs.txt` has them whole.
_WHOLE: Final = frozenset({"bod", "cael", "dod", "gwneud", "gwybod", "mynd"})
_BARE_STEM: Final = frozenset({"u", "i", "o", "io", "a", "ed"})
_OF_ADJECTIVES: Final = ("ol", "us", "gar", "iog", "adwy", "aidd")
_SHORTEST: Final = 3


class WelshLemmas:
    """The lemmas of our tables and of simplemma's dictionary."""

    def __init__(self) -> None:
        self._forms = forms("cy")
        self._own = tables.own_forms()
        self._headwords = tables.headwords()
        self._aliases = tables.aliases()
        self._surnames = tables.surnames()
        self._spoken = tables.spoken()
        self._graded = tables.graded()

    def of(self, word: str, origins: Sequence[str]) -> list[str]:
        """`rhieni` gives `rhiant`. `origins`: what the word may be a mutation of. An unknown word gives itself and them."""
        found = self._known(word, origins)
        if found:
            return found if word in self._own else [*self._adjectives(word, origins), *found]
        for origin in origins:
            found += self._known(origin, ()) or self._regular(origin)
        if found:
            return found
        return self._regular(word) or [*self._foreign_plural(word), word, *(origins if len(word) > _SHORTEST else ())]

    def knows(self, word: str) -> bool:
        """Whether a dictionary has `word`, as it stands or as it would be written, or the adjective that it compares."""
        if word in self._own or word in self._spoken or self._look_up(word) is not None:
            return True
        return bool(self._compared(word) or self._said(word))

    def _known(self, word: str, origins: Sequence[str]) -> list[str]:
        """What our tables, then simplemma, say of a word as it stands."""
        word = self._spoken.get(word, word)
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
        found = self._spoken.get(found, found)
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
        found = (
            list(verb_nouns(word, certain=False)) or sure_singulars(word) or self._compared(word) or self._verbs(word)
        )
        return (
            found
            or self._said(word)
            or [singular for singular in likely_singulars(word) if singular in self._headwords][:1]
        )

    def _adjectives(self, word: str, origins: Sequence[str]) -> list[str]:
        """The adjective of a form that simplemma may take for a verb's: prysuraf (busiest) of prysuro."""
        if not word.endswith(("ach", "af", "ed")) or word in self._headwords:
            return []
        found = (positive for form in (word, *origins) for positive in positives(form))
        return [positive for positive in found if self._is_adjective(positive)][:1]

    def _is_adjective(self, word: str) -> bool:
        return word in self._graded or (word.endswith(_OF_ADJECTIVES) and word in self._headwords)

    def _compared(self, word: str) -> list[str]:
        """The adjective of a comparative that no dictionary has: difrifolach gives difrifol."""
        if not word.endswith(COMPARED):
            return []
        sure = word.endswith("ach")
        found = positives(word)
        return [form for form in found if self._is_adjective(form) or (sure and form in self._headwords)][:1]

    def _said(self, word: str) -> list[str]:
        """The lemmas of a word that nobody knows because it is written as it is said: pethe, sbyty."""
        return next(filter(None, (self._known(written, ()) for written in as_written(word))), [])

    def _foreign_plural(self, word: str) -> list[str]:
        """Of unknown words: tabloids gives tabloid, 70au (the seventies) gives 70."""
        if len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss") and word not in self._surnames:
            return [word[:-1]]
        return [word[:-2]] if word.endswith("au") and word[:-2].isdigit() else []

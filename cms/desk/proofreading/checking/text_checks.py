"""All checks of a text, in the order in which an editor reads them."""

from dataclasses import replace

from cms.content.languages import Language, other
from cms.content.words.spoken_language import spoken_language

from .contacts import contacts, other_languages_addresses
from .doubled import doubled
from .figures import figures
from .finding import Finding
from .knowledge import NOTHING_KNOWN, Knowledge
from .misspellings import spelling
from .mutation_checks import mutations
from .passage import Passage, surrounding
from .punctuation import brackets, ending, quotes, spacing
from .term_use import terms

# Letters of a text that lacks something, by which an editor knows which it is.
_BEGINNING = 80


def findings(
    text: str, original: str | None, language: Language, knowledge: Knowledge = NOTHING_KNOWN
) -> list[Finding]:
    """What to look at in a text, as wagtail-localize keeps it. `original` is what it translates, if it does.

    A text that is in the other language by its words has that one finding: the others would all follow from it.
    """
    foreign = in_other_language(text, language)
    if foreign is not None:
        return [foreign]
    return [
        *(compared(text, original, language, knowledge) if original is not None else ()),
        *alone(text, language, knowledge),
    ]


def in_other_language(text: str, language: Language) -> Finding | None:
    """That a text is in the other language by its words, if it is."""
    plain = Passage(text, language).plain
    return Finding("language", "other", plain) if spoken_language(plain) == other(language) else None


def compared(text: str, original: str, language: Language, knowledge: Knowledge = NOTHING_KNOWN) -> list[Finding]:
    """What is found beside the text in the other language that it translates."""
    source, target = Passage(original, other(language)), Passage(text, language)
    found = [*figures(source, target), *contacts(source, target), *ending(source, target)]
    return [_in_context(one, target) for one in (*found, *terms(source, target, knowledge))]


def _in_context(finding: Finding, target: Passage) -> Finding:
    """A finding with the words around what stands there, or with how the text begins that lacks something."""
    if finding.context:
        return finding
    start = target.plain.find(finding.found) if finding.code in {"differs", "added"} and finding.kind != "links" else -1
    end = start + len(finding.found)
    if start < 0:
        return replace(finding, context=surrounding(target.plain, 0, 0, letters=_BEGINNING))
    return replace(finding, context=surrounding(target.plain, start, end))


def alone(text: str, language: Language, knowledge: Knowledge = NOTHING_KNOWN) -> list[Finding]:
    """What is found in the text itself."""
    target = Passage(text, language)
    found = [*doubled(target), *brackets(target), *quotes(target), *spacing(target), *other_languages_addresses(target)]
    return [*found, *mutations(target), *spelling(target, knowledge)]

"""Makes the tables of `data/` that are made of simplemma's dictionaries. By hand: `python -m search.analysis.build_data`."""

import gzip
from collections.abc import Iterator, Mapping
from typing import Final

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from cms.content.languages import CODES

from .dictionary import DATA
from .welsh.comparison import positives
from .welsh.demutation import demutations

_NOTE: Final = "# Made by search/analysis/build_data.py from simplemma's Welsh dictionary. Not to be edited by hand.\n"


def main() -> None:
    for language in CODES:
        lines = form_lines(simplemma_forms(language))
        (DATA / f"{language}_forms.txt.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    welsh = simplemma_forms("cy")
    for name, found in (("cy_headwords.txt", set(headwords(welsh))), ("cy_graded.txt", graded(welsh))):
        (DATA / name).write_text(_NOTE + "\n".join(sorted(found)) + "\n", encoding="utf-8")


def simplemma_forms(language: str) -> Mapping[str, str]:
    """Form to lemma, as simplemma has them."""
    return DefaultDictionaryFactory().get_dictionary(language)


def form_lines(forms: Mapping[str, str]) -> list[str]:
    """A form and its lemma a line, sorted."""
    return sorted(f"{form} {forms[form]}" for form in forms)


def graded(forms: Mapping[str, str]) -> set[str]:
    """Adjectives: lemmas that have a comparative."""
    comparatives = ((form, lemma) for form, lemma in forms.items() if form.endswith("ach") and form != lemma)
    return {lemma for form, lemma in comparatives if lemma in positives(form)}


def headwords(forms: Mapping[str, str]) -> Iterator[str]:
    """Lemmas that have a form which is not a bare mutation of them."""
    for form in forms:
        lemma = forms[form].lower()
        if form.lower() != lemma and lemma not in demutations(form.lower()):
            yield lemma


if __name__ == "__main__":
    main()

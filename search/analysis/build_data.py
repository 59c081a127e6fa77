"""Makes `data/cy_headwords.txt` from simplemma's Welsh dictionary. By hand: `python -m search.analysis.build_data`."""

from collections.abc import Iterator, Mapping

from .dictionary import DATA, welsh_forms
from .welsh.comparison import positives
from .welsh.demutation import demutations

_NOTE = "# Made by search/analysis/build_data.py from simplemma's Welsh dictionary (MIT). Not to be edited by hand.\n"


def main() -> None:
    known = frozenset(headwords(welsh_forms()))
    for name, found in (("cy_headwords.txt", known), ("cy_graded.txt", graded(welsh_forms()))):
        (DATA / name).write_text(_NOTE + "\n".join(sorted(found)) + "\n", encoding="utf-8")


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

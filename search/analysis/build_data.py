"""Makes `data/cy_headwords.txt` from simplemma's Welsh dictionary. By hand: `python -m search.analysis.build_data`."""

from collections.abc import Iterator, Mapping

from .dictionary import DATA, welsh_forms
from .welsh.demutation import demutations

_NOTE = "# Made by search/analysis/build_data.py from simplemma's Welsh dictionary (MIT). Not to be edited by hand.\n"


def main() -> None:
    found = sorted(set(headwords(welsh_forms())))
    (DATA / "cy_headwords.txt").write_text(_NOTE + "\n".join(found) + "\n", encoding="utf-8")


def headwords(forms: Mapping[str, str]) -> Iterator[str]:
    """Lemmas that have a form which is not a bare mutation of them."""
    for form in forms:
        lemma = forms[form].lower()
        if form.lower() != lemma and lemma not in demutations(form.lower()):
            yield lemma


if __name__ == "__main__":
    main()

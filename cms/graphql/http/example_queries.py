"""The example queries of docs/graphql/, which the query browser offers, docs/graphql.md shows and a test runs.

A file begins with comments: its title in each language, and the variables to try it with where it takes any.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label

FOLDER: Final = Path(settings.BASE_DIR) / "docs" / "graphql"
_HEADING: Final = re.compile(r"# (cy|en|variables cy|variables en): (.+)")


@dataclass(frozen=True, slots=True)
class Example:
    """A query that partners want: what it is for, its text, and variables in each language."""

    name: str
    title: Label
    query: str
    variables: dict[Language, dict[str, Any]]

    def shown(self, language: Language) -> str:
        """The query as one reads it: with its title above."""
        return f"# {self.title.text(language)}\n{self.query}"

    def variables_text(self, language: Language) -> str:
        """The variables as one writes them."""
        return json.dumps(self.variables[language], ensure_ascii=False, indent=2)


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All examples, in order. Raises ValueError for a file without what it must begin with."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.graphql")))


def read(path: Path) -> Example:
    """One example's file."""
    headings: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    while lines and (found := _HEADING.fullmatch(lines[0].strip())):
        headings[found[1]] = found[2]
        del lines[0]
    try:
        title = Label(headings["cy"], headings["en"])
        variables = {language: json.loads(headings[f"variables {language}"]) for language in CODES}
    except KeyError as missing:
        raise ValueError(f"{path.name} does not say its {missing}.") from None
    return Example(path.stem, title, "".join(lines).lstrip(), variables)

"""The words of one item in one language: plain text, rich text, and what their keys refer to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail_localize.strings import extract_strings

from cms.content.languages import CODES, Language
from cms.content.words.word_forms import has_letters

from .. import identity
from ..errors import DemoError
from ..source import Item, leaf
from . import rich_text
from .references import References


@dataclass(frozen=True)
class Words:
    """Reads the texts of `item` in `language`. `same` are the texts that may be the same in both languages."""

    item: Item
    language: Language
    references: References
    same: frozenset[str]

    def words(self, value: Any, path: str) -> str:
        """A text in this language. What has no letters, such as a telephone number, may be the same for both."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value and not has_letters(value):
            return value
        texts = leaf(value, self.item.file, path)
        self._differ([(texts["en"].strip(), texts["cy"].strip())], path)
        return texts[self.language].strip()

    def html(self, value: Any, path: str) -> str:
        """Rich text in this language. Both must have the same paragraphs, points and links."""
        texts = leaf(value, self.item.file, path)
        both = {code: self._rich_text(texts[code], path, f"{path}.{code}") for code in CODES}
        if problem := rich_text.difference(both["en"], both["cy"]):
            raise self.error(path, problem)
        pairs = zip(extract_strings(both["en"])[1], extract_strings(both["cy"])[1], strict=True)
        self._differ([(one.render_text(), other.render_text()) for (one, _), (other, _) in pairs], path)
        return both[self.language]

    def known(self, found: Callable[[str], int], key: Any, path: str) -> int:
        """`found(key)`, a primary key. Raises DemoError with the place of the key where nothing is called that."""
        try:
            return int(found(key))
        except (KeyError, TypeError):
            raise self.error(path, f"nothing is called {key}") from None

    def error(self, path: str, message: str) -> DemoError:
        return DemoError(self.item.file, path, message)

    def _rich_text(self, html: str, path: str, where: str) -> str:
        try:
            return rich_text.to_database(
                html,
                lambda key: self.known(lambda k: self.references.page(k, self.item.source), key, where),
                lambda number: identity.of_paragraph(self.item.key, path, number),
            )
        except ValueError as error:
            raise self.error(where, str(error)) from error

    def _differ(self, pairs: list[tuple[str, str]], path: str) -> None:
        for one, another in pairs:
            if has_letters(one) and alike(one, another) and one not in self.same:
                raise self.error(path, f"is the same in both languages and not in same.yaml: {one[:80]}")


def alike(one: str, another: str) -> bool:
    """Whether two texts are the same but for capitals and spaces, as cms.publication judges them."""
    return one == another or one.casefold().split() == another.casefold().split()

"""The public terms of a language, ready to be found in text; and which items have the words of given terms.

Editions keep the words of their rich text (`Edition.words`) as they are compared. A form less the letters that mutation
changes narrows them down in the database, and the terms' lexicon decides.
"""

import re
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from cms.content.languages import CODES, Language
from cms.content.words.word_forms import folded

from ..models import Edition, State, TermEdition
from .lexicon import Lexicon, LexiconEntry
from .term_addresses import term_address

# (item, its forms)
Forms = list[tuple[str, list[str]]]
_ESCAPES: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_WORD: Final = re.compile(r"\w+")
_CHUNK: Final = 200
# Beyond this many forms, reading all words is quicker than asking for each.
_MOST_CONDITIONS: Final = 40

_known: dict[Language, tuple[Any, Lexicon]] = {}


def lexicons() -> dict[Language, Lexicon]:
    """The public terms of each language, as the present transaction sees them; made anew only where one has changed.

    Known again by their contents, not by a version: a transaction that is rolled back leaves nothing behind.
    """
    public = TermEdition.objects.filter(state=State.PUBLISHED).order_by("item")
    rows = list(public.values_list("language", "item", "digest"))
    return {code: _lexicon(code, tuple(row[1:] for row in rows if row[0] == code)) for code in CODES}


def _lexicon(language: Language, terms: tuple[Any, ...]) -> Lexicon:
    mark = (settings.PUBLIC_URLS[language], terms)
    known = _known.get(language)
    if known is None or known[0] != mark:
        known = _known[language] = (mark, Lexicon(_entries(language) if terms else (), language))
    return known[1]


def _entries(language: Language) -> Iterable[tuple[LexiconEntry, list[str]]]:
    public = TermEdition.objects.filter(language=language, state=State.PUBLISHED)
    for row in public.order_by("item").only("item", "name", "name_key", "forms", "definition"):
        address = term_address(row.item, language)
        yield LexiconEntry(str(row.item), row.name, row.name_key, row.definition, address), row.forms


def words_of(node: Any) -> str:
    """The words of a payload's rich text, paragraph by paragraph, written and compared as in clean HTML."""
    text = "\n".join(folded(line) for plain in _plain(node) for line in plain.split("\n"))
    for sign, written in _ESCAPES:
        text = text.replace(sign, written)
    return text


def _plain(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        if node.keys() == {"html", "plain"}:
            yield node["plain"]
        else:
            for value in node.values():
                yield from _plain(value)
    elif isinstance(node, list):
        for member in node:
            yield from _plain(member)


def items_with(language: Language, terms: Forms) -> set[UUID]:
    """The items whose public edition in `language` has any of the forms in its rich text."""
    forms = {form for _, its_forms in terms for form in its_forms}
    if not forms:
        return set()
    wanted = Lexicon(((LexiconEntry(item, "", "", "", ""), its_forms) for item, its_forms in terms), language)
    rows = Edition.objects.filter(language=language, state=State.PUBLISHED)
    if len(forms) <= _MOST_CONDITIONS:
        rows = rows.filter(Q(*[("words__contains", _unchanging(form, language)) for form in forms], _connector=Q.OR))
    found = rows.values_list("item", "words").iterator(chunk_size=_CHUNK)
    return {item for item, words in found if any(wanted.matches(words))}


def _unchanging(form: str, language: Language) -> str:
    """The longest of a form's words, less the letters of the first that mutation changes."""
    words = _WORD.findall(folded(form))
    if words and language == "cy":
        words[0] = words[0][2:] if words[0].startswith(("ll", "rh")) else words[0][1:]
    return max(words, key=len, default="")

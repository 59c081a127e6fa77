"""What is known beyond the dictionaries at this moment: the list of known words, names of organisations, and the glossary."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from cms.content.languages import CODES, Language
from cms.content.models import Organisation, Term
from cms.publication.glossary.words import lexicons
from cms.publication.models import State, TermEdition

from .. import checking, wordlists
from ..checking.knowledge import Knowledge, known_words
from ..models import KnownWord

_ROOMS: Final = (Path(checking.__file__).parent, Path(wordlists.__file__).parent)


def present_knowledge() -> Knowledge:
    """As the present transaction sees it."""
    texts: dict[str, list[str]] = {code: [] for code in CODES}
    for term in Term.objects.filter(locale__language_code__in=CODES).select_related("locale"):
        texts[term.locale.language_code] += term.forms
    named = Organisation.objects.filter(locale__language_code__in=CODES)
    for language, *names in named.values_list("locale__language_code", "name", "short_name"):
        texts[language] += names
    for language, word in KnownWord.objects.values_list("language", "word"):
        for code in [language] if language else CODES:
            texts[code].append(word)
    forms: dict[Language, dict[str, tuple[str, ...]]] = {code: {} for code in CODES}
    public = TermEdition.objects.filter(state=State.PUBLISHED)
    for row in public.only("item", "language", "name", "forms"):
        forms[row.lang][str(row.item)] = (row.name, *row.forms[1:])
    return Knowledge({code: known_words(texts[code], code) for code in CODES}, lexicons(), forms)


@cache
def rules() -> str:
    """16 hexadecimal digits that stand for the checks and their data: what was found by others is found anew."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for room in _ROOMS for path in room.rglob("*.*") if path.suffix != ".pyc"):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

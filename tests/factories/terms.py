"""Editions of terms as the publication leaves them, made without it."""

import json
from itertools import count
from uuid import uuid4

from cms.content.languages import CODES, other
from cms.publication.collation import title_key
from cms.publication.glossary.term_addresses import term_address, term_api_address
from cms.publication.models import TermEdition
from tests.factories.editions import published_at

_numbers = count(1)


def term_pair(cy, en, *, state="published", forms=None, item=None):
    """A term of those names in both languages; `forms` are its other forms by language."""
    item, names = item or uuid4(), {"cy": cy, "en": en}
    return tuple(_term(item, code, names, state, (forms or {}).get(code, [])) for code in CODES)


def _term(item, language, names, state, forms):
    number, public = next(_numbers), state == "published"
    row = TermEdition(
        item=item,
        language=language,
        state=state,
        state_since=published_at(),
        name=names[language],
        name_key=title_key(names[language], language),
        forms=[names[language], *forms] if public else [],
        definition=_definition(language) if public else "",
        version=number,
        changed_at=published_at(),
        digest=f"{number:032x}" if public else "",
        body=_body(item, language, names, forms, number) if public else b"",
    )
    row.save()
    return row


def _definition(language):
    return "Ystyr y gair." if language == "cy" else "What it means."


def _body(item, language, names, forms, version):
    twin = other(language)
    payload = {
        "id": str(item),
        "language": language,
        "version": version,
        "name": names[language],
        "other_forms": forms,
        "definition": _definition(language),
        "twin": {"language": twin, "name": names[twin], "definition": _definition(twin)},
        "address": term_address(item, language),
        "api": term_api_address(item, language),
    }
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()

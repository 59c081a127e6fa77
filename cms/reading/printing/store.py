"""Where printable documents are kept: one an item, language and format, replaced when what it was made from changes."""

import logging
from collections.abc import Callable
from typing import Literal
from uuid import UUID

from django.db import DatabaseError

from cms.content.files.single_flight import single_flight
from cms.content.languages import Language

from ..models import Printed

logger = logging.getLogger(__name__)
Format = Literal["html", "pdf"]


def stored(item: UUID, language: Language, format_: Format, fingerprint: str) -> bytes | None:
    """The document that was made from exactly this; None where there is none."""
    rows = Printed.objects.filter(item=item, language=language, format=format_, fingerprint=fingerprint)
    content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def made_once(
    item: UUID, language: Language, format_: Format, fingerprint: str, make: Callable[[], bytes]
) -> bytes:  # fmt: skip
    """The kept document, else a new one in the place of whatever older one there is.

    It is made once in a process, however many ask; the server prints in one (cms/server/back.py). Of two machines either may
    make it, and one of them keeps it. A document that cannot be kept is given all the same.
    """
    content = stored(item, language, format_, fingerprint)
    if content is not None:
        return content
    with single_flight((item, language, format_)):
        content = stored(item, language, format_, fingerprint)
        return _made(item, language, format_, fingerprint, make) if content is None else content


def _made(
    item: UUID, language: Language, format_: Format, fingerprint: str, make: Callable[[], bytes]
) -> bytes:  # fmt: skip
    content = make()
    try:
        Printed.objects.update_or_create(
            item=item, language=language, format=format_,
            defaults={"fingerprint": fingerprint, "content": content},
        )  # fmt: skip
    except DatabaseError:
        logger.warning("printable document not kept: %s %s %s", language, item, format_, exc_info=True)
    return content


def dropped(item: UUID, language: Language) -> None:
    """Removes the documents of an edition that is no longer public."""
    rows = Printed.objects.filter(item=item, language=language)
    # Looked for first: a reader's request must not wait for the write lock to remove nothing.
    if rows.exists():
        rows.delete()

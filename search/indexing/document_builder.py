"""Builds the documents of items and terms, for engines, from the editions that are public at this moment.

All that is not public, or is withdrawn, becomes a tombstone. It reads editions only, and knows no engine.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from cms.content.files.extraction import PageText
from cms.content.languages import CODES, Language, other
from cms.publication.models import Edition, TermEdition
from cms.publication.queries.media_queries import file_texts
from cms.publication.visibility import is_served, may_be_served

from ..analysis import Analyser
from ..engines.documents import IndexDocument
from ..highlighting.highlight_source import FilePage, build_highlight_source
from .analysed_text import AnalysedText
from .analysers import current_analyser, starts_of
from .impacts import impacts
from .payload_texts import PayloadTexts, texts_of

# Part of the content's fingerprint: changes with anything that documents are made of.
FORMAT: Final = 4
BATCH: Final = 200
FILE_WORDS: Final = 50_000  # of all files of an item
_COLUMNS: Final = (
    "item", "language", "state", "type", "kind", "section", "title", "title_key", "published_at", "updated_at", "new_until",
    "expires_at", "withdrawn_at", "version", "body",
)  # fmt: skip
_Editions = dict[UUID, dict[str, "_PublicEdition"]]
# Changes the texts of an edition.
Revision = Callable[[UUID, Language, PayloadTexts], None]


@dataclass(slots=True)
class _PublicEdition:
    """A public edition: its row, its payload, its own texts."""

    row: Edition
    payload: dict[str, Any]
    own: PayloadTexts


def build_documents(
    items: Collection[UUID],
    version: int,
    *,
    analysers: Mapping[Language, Analyser] | None = None,
    revise: Revision | None = None,
) -> list[IndexDocument]:
    """The documents of items and terms in both languages. `version` is the log's, from before this is called.

    For documents as they would be: with other `analysers`, and with texts that `revise` changes.
    """
    analysers = analysers or {code: current_analyser(code, fresh=True) for code in CODES}
    wanted = set(items)
    terms = _term_documents(wanted, version, analysers)
    editions = _editions(wanted - {term.item for term in terms})
    if revise is not None:
        for one in chain.from_iterable(pair.values() for pair in editions.values()):
            revise(one.row.item, one.row.lang, one.own)
    files = file_texts({uid for pair in editions.values() for one in pair.values() for uid in one.own.files})
    made = list(terms)
    for item in sorted(wanted - {term.item for term in terms}):
        made += _pair(item, editions.get(item, {}), files, version, analysers)
    return made


def item_batches() -> Iterator[list[UUID]]:
    """All items and terms that are or were public, BATCH at a time."""
    last = UUID(int=0)
    while True:
        batch = sorted({*_after(Edition, last), *_after(TermEdition, last)})[:BATCH]
        if not batch:
            return
        yield batch
        last = batch[-1]


def _after(model: type[Edition] | type[TermEdition], item: UUID) -> list[UUID]:
    rows = model._default_manager.filter(item__gt=item).order_by("item")
    return list(rows.values_list("item", flat=True).distinct()[:BATCH])


def _editions(items: Collection[UUID]) -> _Editions:
    now = timezone.now()
    found: _Editions = defaultdict(dict)
    for row in Edition.objects.filter(item__in=items).only(*_COLUMNS):
        if is_served(row, now) and row.withdrawn_at is None:
            payload = json.loads(bytes(row.body))
            found[row.item][row.language] = _PublicEdition(row, payload, texts_of(payload, row.section))
    return found


def _term_documents(
    items: Collection[UUID], version: int, analysers: Mapping[Language, Analyser]
) -> list[IndexDocument]:
    now = timezone.now()
    made = []
    for row in TermEdition.objects.filter(item__in=items).defer("body"):
        if may_be_served(row.state, None, now):
            made.append(
                IndexDocument(
                    item=row.item,
                    language=row.lang,
                    version=version,
                    doc_type="term",
                    edition=row.version,
                    title=row.name,
                    title_key=row.name_key,
                    starts=starts_of(analysers[row.lang], *row.forms),
                )
            )
        else:
            made.append(IndexDocument(row.item, row.lang, version, state="gone", doc_type="term"))
    return made


def _pair(
    item: UUID,
    pair: dict[str, _PublicEdition],
    files: dict[UUID, list[PageText]],
    version: int,
    analysers: Mapping[Language, Analyser],
) -> Iterator[IndexDocument]:
    """The documents of an item. Each edition's words are analysed once, for itself and for its twin."""
    texts: dict[Language, tuple[AnalysedText, list[FilePage]]] = {
        code: _texts(pair[code].own, files, analysers[code]) for code in CODES if code in pair
    }
    for code in CODES:
        if code in texts:
            twin = texts.get(other(code))
            yield _document(pair[code], version, *texts[code], twin and twin[0], analysers[code])
        else:
            yield IndexDocument(item, code, version, state="gone")


def _texts(
    own: PayloadTexts, files: dict[UUID, list[PageText]], analyser: Analyser
) -> tuple[AnalysedText, list[FilePage]]:
    texts = AnalysedText(analyser)
    # Best first: see AnalysedText.
    for name, passages in (
        ("title", [own.title]),
        ("headings", own.headings),
        ("summary", own.summary),
        ("body", own.body),
    ):
        texts.add(name, passages)
    parts: list[tuple[UUID, int | None, str]] = []
    left = FILE_WORDS
    for uid, title in own.files.items():
        parts.append((uid, None, title))
        for page in files.get(uid, ()):
            words = page["text"].split(maxsplit=left)
            if len(words) > left:
                parts.append((uid, page["page"], " ".join(words[:left])))
                left = 0
                break
            left -= len(words)
            parts.append((uid, page["page"], page["text"]))
    lengths = texts.add("files", [text for _, _, text in parts])
    # Its number is a label of it, and worth more than the others.
    texts.add("labels", [own.number, *own.labels])
    texts.add("number", [own.number])
    pages = [FilePage(uid, page, length) for (uid, page, _), length in zip(parts, lengths, strict=True)]
    return texts, pages


def _document(
    edition: _PublicEdition,
    version: int,
    own: AnalysedText,
    pages: list[FilePage],
    twin: AnalysedText | None,
    analyser: Analyser,
) -> IndexDocument:
    row, payload = edition.row, edition.payload
    return IndexDocument(
        item=row.item,
        language=row.lang,
        version=version,
        edition=row.version,
        type=row.type,
        kind=row.kind,
        section=row.section,
        audiences=tuple(one["code"] for one in payload["audiences"]),
        topics=tuple(one["code"] for one in payload["topics"]),
        title=row.title,
        title_key=row.title_key,
        published_at=row.published_at,
        updated_at=row.updated_at,
        new_until=row.new_until,
        expires_at=row.expires_at,
        keys=impacts(own.occurrences, twin.occurrences if twin else None),
        title_sequence=own.sequence("title"),
        sequence=own.sequence("title", "headings", "summary", "body", "files", "number"),
        twin_title_sequence=twin.sequence("title") if twin else "",
        twin_sequence=twin.sequence("title", "headings", "summary") if twin else "",
        starts=starts_of(analyser, row.title, edition.own.number),
        words=own.spellings("title", "summary", "headings", "body"),
        highlight_source=build_highlight_source(own, twin, pages),
    )

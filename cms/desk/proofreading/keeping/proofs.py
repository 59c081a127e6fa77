"""Checks items and keeps what was found, with the versions it was found in."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import Error, IntegrityError, transaction
from wagtail.models import Page

from cms.content.languages import other
from cms.content.models import Term
from cms.publication.completeness.confirmations import confirmed_texts
from cms.publication.completeness.other_language import digest as text_digest

from ..checking.finding import Finding
from ..checking.knowledge import Knowledge
from ..checking.passage import Passage, words
from ..checking.text_checks import alone, compared, in_other_language
from ..models import FindingDismissal, ProofedText, TextFinding
from .edited_texts import EditedItem, EditedText, edited_item
from .present_knowledge import present_knowledge, rules

Placed = tuple[EditedText, Finding]
logger = logging.getLogger(__name__)


def proofread(items: Iterable[UUID], knowledge: Knowledge | None = None) -> None:
    """Checks both languages of each item anew, and keeps what is found."""
    known = knowledge or present_knowledge()
    for item in items:
        read = edited_item(item)
        confirmed = confirmed_texts({item}).get(item, set())
        marks = {language: _mark(one) for language, one in read.items()}
        revisions = {language: _revision(one) for language, one in read.items()}
        for language, one in read.items():
            found = list(item_findings(one, known, confirmed))
            seen = {"revision": revisions[language], "beside": revisions.get(other(language), 0)}
            try:
                _keep(item, one, found, {**seen, "mark": marks[language] + marks.get(other(language), "")})
            except IntegrityError:
                if type(one.instance).objects.filter(pk=one.instance.pk).exists():
                    raise
                # Deleted while it was read: there is nothing left to check.
        ProofedText.objects.filter(item=item).exclude(language__in=list(read)).delete()


def proofread_each(items: Iterable[UUID], knowledge: Knowledge) -> Iterator[UUID]:
    """Checks items one after the other, and says which could not be: one that cannot be read holds up no other."""
    for item in items:
        try:
            proofread([item], knowledge)
        except Error:
            raise
        except Exception:
            logger.exception(
                "the texts of %s were not checked."
                " What to do: report it with what stands below; publishing does not wait for it.",
                item,
            )
            yield item


def item_findings(one: EditedItem, knowledge: Knowledge, confirmed: set[str]) -> Iterator[Placed]:
    """What there is to look at in an item in one language. Texts confirmed to be right as they are have no wrong language."""
    foreign = False
    for text in one.texts:
        elsewhere = in_other_language(text.text, one.language)
        if elsewhere is not None:
            foreign = True
            if text_digest(elsewhere.found) not in confirmed:
                yield text, elsewhere
            continue
        if text.original is not None:
            yield from ((text, found) for found in compared(text.text, text.original, one.language, knowledge))
        yield from ((text, found) for found in alone(text.text, one.language, knowledge))
    for text in () if foreign else one.together:
        assert text.original is not None  # noqa: S101 - texts that are compared together have one
        found_together = compared(text.text, text.original, one.language, knowledge)
        yield from ((text, found) for found in found_together if found.kind != "ending")


def _keep(item: UUID, one: EditedItem, found: list[Placed], seen: dict[str, Any]) -> None:
    page = one.instance if isinstance(one.instance, Page) else None
    term = one.instance if isinstance(one.instance, Term) else None
    values = {
        "page_id": page.pk if page else None,
        "term_id": term.pk if term else None,
        "title": page.get_admin_display_title()[:255] if page else str(one.instance),
        "rules": rules(),
        "words": sum(1 for text in one.texts for _ in words(Passage(text.text, one.language).plain)),
        **seen,
    }
    with transaction.atomic():
        proof, _ = ProofedText.objects.update_or_create(item=item, language=one.language, defaults=values)
        dismissals = dict(FindingDismissal.objects.filter(item=item, language=one.language).values_list("digest", "pk"))
        rows = [_row(proof, text, finding, dismissals) for text, finding in found]
        proof.findings.all().delete()
        TextFinding.objects.bulk_create({(row.path, row.digest): row for row in rows}.values())


def _row(proof: ProofedText, text: EditedText, finding: Finding, dismissals: dict[str, int]) -> TextFinding:
    digest = finding.digest(text.text, text.original or "")
    return TextFinding(
        proof=proof, kind=finding.kind, code=finding.code, path=text.path, found=finding.found, wanted=finding.wanted,
        context=finding.context, digest=digest, dismissal_id=dismissals.get(digest),
    )  # fmt: skip


def _revision(one: EditedItem) -> int:
    return getattr(one.instance, "latest_revision_id", 0) or 0


def _mark(one: EditedItem) -> str:
    """What stands for a term's words; pages have their revisions."""
    return term_mark(one.instance) if isinstance(one.instance, Term) else ""


def term_mark(term: Term) -> str:
    """16 hexadecimal digits that stand for the words of a term."""
    said = "\0".join((term.name, term.other_forms, term.definition))
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

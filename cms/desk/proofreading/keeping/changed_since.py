"""Which items have changed since they were checked, or what they are judged by has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES
from cms.content.models import Term
from cms.content.words.mutations import mutated_forms
from cms.publication.glossary.words import items_with

from ..models import KnownWord, ProofedText
from .present_knowledge import rules
from .proofs import term_mark

_AGAIN = -1


def items_to_check(only: set[UUID] | None = None) -> Iterator[UUID]:
    """The items of which a page was saved, a term changed or a text translated since they were checked; of `only` those."""
    pages = Page.objects.filter(locale__language_code__in=CODES, alias_of=None).type(page_models())
    if only is not None:
        pages = pages.filter(translation_key__in=only)
    found = dict.fromkeys(_unchecked(pages).values_list("translation_key", flat=True))
    yield from found
    yield from _changed_terms(only)


def _unchecked(pages: QuerySet[Page]) -> QuerySet[Page]:
    twins = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code__in=CODES, alias_of=None
    ).exclude(pk=OuterRef("pk"))
    checked = ProofedText.objects.filter(
        item=OuterRef("translation_key"), language=OuterRef("locale__language_code"), rules=rules(),
        revision=OuterRef("own"), beside=OuterRef("twin"),
    )  # fmt: skip
    asked = pages.annotate(
        own=Coalesce(F("latest_revision_id"), 0),
        twin=Coalesce(Subquery(twins.values("latest_revision_id")[:1]), 0),
    )
    unchecked: QuerySet[Page] = asked.filter(~Exists(checked)).order_by("-latest_revision_created_at", "pk")
    return unchecked


def _changed_terms(only: set[UUID] | None) -> Iterator[UUID]:
    terms = Term.objects.filter(locale__language_code__in=CODES).order_by("locale__language_code")
    marks: dict[UUID, dict[str, str]] = defaultdict(dict)
    for term in (terms if only is None else terms.filter(translation_key__in=only)).select_related("locale"):
        marks[term.translation_key][term.locale.language_code] = term_mark(term)
    checked = ProofedText.objects.filter(item__in=marks) if only is not None else ProofedText.objects.exclude(term=None)
    known = {(one.item, one.language): one.mark for one in checked.filter(rules=rules()).exclude(revision=_AGAIN)}
    for item, by_language in marks.items():
        wanted = {
            code: mark + "".join(by_language.get(twin, "") for twin in CODES if twin != code)
            for code, mark in by_language.items()
        }
        if any(known.get((item, code)) != mark for code, mark in wanted.items()):
            yield item


def on_translated(instance: StringTranslation, **kwargs: Any) -> None:
    """A translator has written something: what was found in that language no longer holds."""
    language = instance.locale.language_code
    ProofedText.objects.filter(item=instance.context.object_id, language=language).update(revision=_AGAIN)


def on_word_changed(instance: KnownWord, **kwargs: Any) -> None:
    """A word has come to be known, or no longer is: the items that have it are checked again."""
    _check_again([instance.language] if instance.language else CODES, [instance.word])


def on_term_changed(instance: Term, **kwargs: Any) -> None:
    """A term was changed: the items that have its words, in either language, are checked again."""
    for term in Term.objects.filter(translation_key=instance.translation_key).select_related("locale"):
        _check_again([term.locale.language_code], term.forms)


def _check_again(languages: Iterable[str], forms: list[str]) -> None:
    """Notes in the very transaction of the change which items have, or lack, any of the forms."""
    for code in CODES:
        if code not in languages:
            continue
        written = {change for form in forms for change in (form, *(mutated_forms(form) if code == "cy" else ()))}
        found = Q(findings__kind="spelling", language=code) & Q(
            *(("findings__found__iexact", form) for form in sorted(written)), _connector=Q.OR
        )
        missed = Q(findings__kind="terms") & Q(*(("findings__found", form) for form in forms), _connector=Q.OR)
        concerned = set(ProofedText.objects.filter(found | missed).values_list("item", flat=True))
        concerned |= items_with(code, [("", forms)])
        if concerned:
            ProofedText.objects.filter(item__in=concerned).update(revision=_AGAIN)

"""What terms of the demo need beside what all snippets do: their other forms, and the mistakes that only terms can have."""

import json
from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from wagtail_localize.models import SegmentOverride, TranslationSource

from cms.content.languages import CODES, Language
from cms.content.terms import DEFINITION_LENGTH, NAME_LENGTH, Term
from cms.content.words.word_forms import folded, has_letters

from .errors import DemoError
from .source import Snippet
from .texts.words import alike


def mistakes(terms: Iterable[Snippet], same: frozenset[str]) -> list[DemoError]:
    """Every mistake of the terms, by its place. `same` are the texts that may be the same in both languages."""
    errors: list[DemoError] = []
    owners: dict[tuple[Language, str], str] = {}
    for term in terms:
        errors += [DemoError(term.file, f"{term.key}.{path}", said) for path, said in _mistakes(term, same, owners)]
    return errors


def _mistakes(
    term: Snippet, same: frozenset[str], owners: dict[tuple[Language, str], str]
) -> Iterator[tuple[str, str]]:
    definition, name = term.words["definition"], term.words["name"]
    if alike(definition["en"], definition["cy"]):
        yield "definition", "is the same in both languages"
    shared = same_forms(term) | ({name["en"]} if alike(name["en"], name["cy"]) else set())
    for form in sorted(shared - same):
        yield "name", f"is the same in both languages and not in same.yaml: {form}"
    for code in CODES:
        if len(definition[code]) > DEFINITION_LENGTH:
            yield f"definition.{code}", f"is longer than {DEFINITION_LENGTH} characters"
        for form in _forms(term, code):
            if not has_letters(form) or len(form) > NAME_LENGTH or ";" in form:
                yield f"other_forms.{code}", f"is no form of a term: {form[:80]}"
            owner = owners.setdefault((code, folded(form)), term.key)
            if owner != term.key:
                yield f"name.{code}", f"is a form of {owner} already: {form}"
        if len({folded(form) for form in _forms(term, code)}) < len(_forms(term, code)):
            yield f"other_forms.{code}", "has a form twice"


def same_forms(term: Snippet) -> set[str]:
    """The forms, names aside, that a term has in both languages."""
    welsh = {folded(form) for form in _forms(term, "cy")}
    both = {form for form in _forms(term, "en") if folded(form) in welsh}
    return both - {term.words["name"]["en"]}


def keep_forms(source: TranslationSource, wanted: Term, user: AbstractBaseUser) -> None:
    """Writes the translation's forms also where they are the source's: a translation begins without any."""
    context = source.overridablesegment_set.get(context__path="other_forms").context
    SegmentOverride.objects.update_or_create(
        locale=wanted.locale,
        context=context,
        defaults={"last_translated_by": user, "data_json": json.dumps(wanted.other_forms)},
    )


def _forms(term: Snippet, language: Language) -> list[str]:
    return [term.words["name"][language], *term.words["other_forms"][language].splitlines()]

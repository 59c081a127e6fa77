"""Makes organisations, topics and terms in both languages. English is the source of all but some terms."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale

from cms.content.languages import Language, other
from cms.content.models import Organisation, Term, Topic

from . import terms
from .errors import DemoError
from .source import Snippet
from .texts.pairs import Pair
from .texts.references import Found

SnippetModel = type[Organisation] | type[Topic] | type[Term]
MODELS: dict[str, SnippetModel] = {"organisation": Organisation, "topic": Topic, "term": Term}


def existing(model: SnippetModel, snippets: Iterable[Snippet]) -> Found:
    """The snippets that are there already, in whichever languages."""
    keys = {snippet.id: snippet.key for snippet in snippets}
    rows = model.objects.filter(translation_key__in=keys).values_list("translation_key", "locale__language_code", "pk")
    found: Found = {}
    for translation_key, language, pk in rows:
        found[keys[translation_key], language] = pk
    return found


@transaction.atomic
def create(
    snippet: Snippet,
    locales: dict[Language, Locale],
    user: AbstractBaseUser,
    confirm: Callable[[set[str]], None],
) -> Found:
    """Makes the snippet and its translation, and calls `confirm` with the texts that are the same in both."""
    source, target = snippet.source, other(snippet.source)
    original = _instance(snippet, source, locales)
    try:
        original.full_clean()
        original.save()
        wanted = _instance(snippet, target, locales)
        pair = Pair(original, wanted, locales[target], f"{snippet.file}: {snippet.key}")
        same = pair.write(user)
        if isinstance(wanted, Term):
            same = terms.same_forms(snippet) | {text for text in same if text.strip()}
            terms.keep_forms(pair.source, wanted, user)
        confirm(same)
        translation, _created = pair.source.create_or_update_translation(locales[target], user=user, fallback=False)
    except ValidationError as error:
        raise DemoError(snippet.file, snippet.key, " ".join(error.messages)) from error
    return {(snippet.key, source): original.pk, (snippet.key, target): translation.pk}


def _instance(snippet: Snippet, language: Language, locales: dict[Language, Locale]) -> Organisation | Topic | Term:
    words = {name: leaf[language] for name, leaf in snippet.words.items()}
    if snippet.kind == "topic":
        words["code"] = snippet.key
    return MODELS[snippet.kind](translation_key=snippet.id, locale=locales[language], **words)

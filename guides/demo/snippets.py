"""Makes organisations and topics in both languages. English is their source."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale

from cms.content.languages import Language
from cms.content.models import Organisation, Topic

from .errors import DemoError
from .pairs import Pair
from .references import Found
from .source import Snippet

SnippetModel = type[Organisation] | type[Topic]
MODELS: dict[str, SnippetModel] = {"organisation": Organisation, "topic": Topic}


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
    original = _instance(snippet, "en", locales)
    try:
        original.full_clean()
    except ValidationError as error:
        raise DemoError(snippet.file, snippet.key, " ".join(error.messages)) from error
    original.save()
    pair = Pair(original, _instance(snippet, "cy", locales), locales["cy"], f"{snippet.file}: {snippet.key}")
    confirm(pair.write(user))
    translation, _created = pair.source.create_or_update_translation(locales["cy"], user=user, fallback=False)
    return {(snippet.key, "en"): original.pk, (snippet.key, "cy"): translation.pk}


def _instance(snippet: Snippet, language: Language, locales: dict[Language, Locale]) -> Organisation | Topic:
    words = {name: leaf[language] for name, leaf in snippet.words.items()}
    if snippet.kind == "topic":
        words["code"] = snippet.key
    return MODELS[snippet.kind](translation_key=snippet.id, locale=locales[language], **words)

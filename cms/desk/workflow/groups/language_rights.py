"""Rights per language beyond pages: snippets are one language's each, and Translate makes them in the other."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail.models import GroupPagePermission, Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation
from wagtail_localize.views.submit_translations import SubmitSnippetTranslationView

from cms.content.languages import CODES

_READING: Final = {"GET", "HEAD", "OPTIONS"}


def languages_of(user: Any) -> set[str]:
    """The languages in which a user has rights over pages; both for who has none over any page, and for superusers."""
    held = set(GroupPagePermission.objects.filter(group__user=user).values_list("page__path", flat=True))
    if user.is_superuser or not held:
        return set(CODES)
    homes = Page.objects.filter(depth=2, locale__language_code__in=CODES).values_list("path", "locale__language_code")
    return {code for home, code in homes for one in held if home.startswith(one) or one.startswith(home)}


def before_changing_snippet(request: HttpRequest, instance: Any) -> None:
    """Refuses a change in a language in which the user has no right over pages."""
    for language in _languages(request, instance):
        _demand(request, language)


def before_deleting_snippets(request: HttpRequest, instances: Any) -> None:
    """As before a change, of each."""
    for one in instances:
        before_changing_snippet(request, one)


def before_creating_snippet(request: HttpRequest, model: Any) -> None:
    """By the language in which it is to be made: that of what is copied, else the one asked for."""
    copied = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
    if copied:
        before_changing_snippet(request, get_object_or_404(model, pk=unquote(str(copied))))
    elif issubclass(model, TranslatableMixin):
        _demand(request, request.GET.get("locale") or Locale.get_default().language_code)
    else:
        before_changing_snippet(request, model())


def _languages(request: HttpRequest, instance: Any) -> Iterator[str]:
    """That of a translatable snippet; of others the one that they are said to be in, and the one that they shall be in."""
    if isinstance(instance, TranslatableMixin):
        yield instance.locale.language_code
    elif hasattr(instance, "language"):
        yield from {instance.language, request.POST.get("language", "")} & set(CODES)


def _demand(request: HttpRequest, language: str) -> None:
    if language not in languages_of(request.user):
        raise PermissionDenied


class SubmitSnippetView(SubmitSnippetTranslationView):  # type: ignore[misc]
    """wagtail-localize's, for those alone who may change such snippets: what it makes has no draft."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Asks for that right too, in the languages in which snippets shall be made."""
        if not request.user.has_perm(f"{kwargs['app_label']}.change_{kwargs['model_name']}"):
            raise PermissionDenied
        wanted = [key for key in request.POST.getlist("locales") if key.isdecimal()]
        for language in Locale.objects.filter(pk__in=wanted).values_list("language_code", flat=True):
            _demand(request, language)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class SnippetLanguageMiddleware:
    """Asks of who writes to a snippet's translation, by whoever's view, for a right in its language: wagtail-localize asks for
    the right to change such snippets alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raises PermissionDenied."""
        if request.method in _READING or not request.user.is_authenticated:
            return
        named = {"pk": kwargs.get("translation_id"), "source": kwargs.get("translation_source_id")}
        for name, key in named.items():
            for translation in Translation.objects.filter(**{name: key}) if key else ():
                if not issubclass(translation.source.specific_content_type.model_class(), Page):
                    _demand(request, translation.target_locale.language_code)


urlpatterns: list[URLPattern] = [
    path("localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", SubmitSnippetView.as_view()),
]

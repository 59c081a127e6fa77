"""Rights per language beyond pages: snippets are one language's each, and Translate makes them in the other."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from wagtail.models import GroupPagePermission, Locale, Page, TranslatableMixin
from wagtail_localize.views.submit_translations import SubmitSnippetTranslationView

from cms.content.languages import CODES


def languages_of(user: Any) -> set[str]:
    """The languages in which a user has rights over pages; both for who has none over any page, and for superusers."""
    held = set(GroupPagePermission.objects.filter(group__user=user).values_list("page__path", flat=True))
    if user.is_superuser or not held:
        return set(CODES)
    homes = Page.objects.filter(depth=2, locale__language_code__in=CODES).values_list("path", "locale__language_code")
    return {code for home, code in homes for one in held if home.startswith(one) or one.startswith(home)}


def before_changing_snippet(request: HttpRequest, instance: Any) -> None:
    """Refuses a change in a language in which the user has no right over pages."""
    if isinstance(instance, TranslatableMixin):
        _demand(request, instance.locale.language_code)


def before_deleting_snippets(request: HttpRequest, instances: Any) -> None:
    """As before a change, of each."""
    for one in instances:
        before_changing_snippet(request, one)


def before_creating_snippet(request: HttpRequest, model: Any) -> None:
    """By the language in which it is to be made."""
    if issubclass(model, TranslatableMixin):
        _demand(request, request.GET.get("locale") or Locale.get_default().language_code)


def _demand(request: HttpRequest, language: str) -> None:
    if language not in languages_of(request.user):
        raise PermissionDenied


class SubmitSnippetView(SubmitSnippetTranslationView):  # type: ignore[misc]
    """wagtail-localize's, for those alone who may change such snippets: what it makes has no draft."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Asks for that right too."""
        if not request.user.has_perm(f"{kwargs['app_label']}.change_{kwargs['model_name']}"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


urlpatterns: list[URLPattern] = [
    path("localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", SubmitSnippetView.as_view()),
]

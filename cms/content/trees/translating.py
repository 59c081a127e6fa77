"""Submitting a page for translation: what the screen says of it is so."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from .places import ONE_HOME

_NOTHING = gettext_lazy("The page could not be translated. Nothing was changed.")

_NOT_YOURS = {
    "cy": gettext_lazy("You may not write Welsh pages there. Nothing was changed."),
    "en": gettext_lazy("You may not write English pages there. Nothing was changed."),
}


class SubmitPageView(SubmitPageTranslationView):
    """wagtail-localize's, which does nothing for an alias in its own language, and reports success whatever came of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Of an alias, its source is translated: the alias becomes the translation."""
        page = Page.objects.filter(pk=kwargs["page_id"]).select_related("alias_of", "locale").first()
        if page is None or page.alias_of is None:
            return super().dispatch(request, *args, **kwargs)
        messages.info(
            request,
            _("“%(title)s” is an alias. What is translated is the page that it shows, and here it is.")
            % {"title": page.specific_deferred.get_admin_display_title()},
        )
        source = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id])
        chosen = f"?select_locale={page.locale.language_code}" if page.alias_of.locale_id != page.locale_id else ""
        return redirect(f"{source}{chosen}")

    def form_valid(self, form: Any) -> HttpResponse:
        """Where nothing comes of it, nothing is done, and the screen says so."""
        self._chosen = form.cleaned_data["locales"]
        try:
            if refused := next((said for locale in self._chosen if (said := self._refusal(locale))), None):
                raise NotTranslatedError(refused)
            response: HttpResponse = super().form_valid(form)
        except (NotTranslatedError, ObjectDoesNotExist) as error:
            reason = str(error) if isinstance(error, NotTranslatedError) else str(_NOTHING)
            messages.error(self.request, reason)
            return redirect(self.request.get_full_path())
        return response

    def get_success_message(self, locales: Any) -> Any:
        """Only where there is a translation in each language now."""
        translated = self.object.get_translations().filter(alias_of=None)
        if not all(translated.filter(locale=locale).exists() for locale in self._chosen):
            raise NotTranslatedError(str(_NOTHING))
        return super().get_success_message(locales)

    def _refusal(self, locale: Locale) -> Any:
        """Why it is not translated: the user has no right where it would stand, or that language has a home page."""
        if self.object.depth != 2:
            return None if self._may_write_in(locale) else _NOT_YOURS[locale.language_code]
        others = Page.objects.filter(depth=2, locale=locale).exclude(translation_key=self.object.translation_key)
        return ONE_HOME[locale.language_code] if others.type(type(self.object)).exists() else None

    def _may_write_in(self, locale: Locale) -> bool:
        """Whether the user may write or add pages where the language has those above the page."""
        keys = self.object.get_ancestors().filter(depth__gt=1).values("translation_key")
        above = Page.objects.filter(translation_key__in=keys, locale=locale).order_by("depth").last()
        user = self.request.user
        if user.is_superuser or above is None:
            return True
        return not {"add", "change"}.isdisjoint(above.permissions_for_user(user).permissions)


class NotTranslatedError(Exception):
    """Nothing came of it."""


urlpatterns = [path("localize/submit/page/<int:page_id>/", SubmitPageView.as_view())]

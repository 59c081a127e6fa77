"""Bringing an original's changes into its translations: nothing untranslated is published by the way."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from ...safeguards.publishing_rules import refusal


class SynchronisationForm(UpdateTranslationsForm):  # type: ignore[misc]
    """wagtail-localize's form, which says what its tick box does here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publish_translations"].label = gettext_lazy("Publish what needs no translation")
        self.fields["publish_translations"].help_text = gettext_lazy(
            "Publishes a translation at once where no text of it has changed: a date or an audience, for instance. One with a "
            "text to translate stays as it is."
        )


class SynchronisationView(UpdateTranslationsView):  # type: ignore[misc]
    """wagtail-localize's view, which publishes texts of the original in the place of those that are not translated yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those alone who may edit the translations."""
        source = self.get_object()
        if not all(_may_edit(one, request.user) for one in source.translations.filter(enabled=True)):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form(self) -> SynchronisationForm:
        """The form as it was sent, or empty."""
        return SynchronisationForm(self.request.POST if self.request.method == "POST" else None)

    @transaction.atomic
    def form_valid(self, form: SynchronisationForm) -> HttpResponseBase:
        """Synchronises, and publishes what is wanted, complete and the user's to publish."""
        wanted, form.cleaned_data["publish_translations"] = form.cleaned_data["publish_translations"], False
        response: HttpResponseBase = super().form_valid(form)
        if wanted:
            for translation in self.object.translations.filter(enabled=True).select_related("source", "target_locale"):
                self._publish(translation)
        return response

    def _publish(self, translation: Translation) -> None:
        target = translation.get_target_instance()
        total, translated = translation.get_progress()
        words = {"title": str(target), "count": total - translated}
        if isinstance(target, Page) and (reason := refusal(target, self.request.user)):
            messages.warning(self.request, _("“%(title)s” was not published: %(reason)s") % {**words, "reason": reason})
        elif not may_publish(target, self.request.user):
            messages.warning(self.request, _("“%(title)s” was not published: you may not publish it.") % words)
        elif translated < total:
            said = _("“%(title)s” was not published. Texts to translate: %(count)s. Readers go on seeing it as it was.")
            messages.warning(self.request, said % words)
        else:
            translation.save_target(user=self.request.user, publish=True)


def _may_edit(translation: Translation, user: Any) -> bool:
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return True
    return bool(user_can_edit_instance(user, target))


def may_publish(target: Any, user: Any) -> bool:
    """Whether the user may publish a page, or change a snippet, which is public as soon as it is saved."""
    if isinstance(target, Page):
        permissions = target.permissions_for_user(user)
        return bool(permissions.can_publish() and not permissions.page_locked()) and not refusal(target, user)
    options = target._meta
    return bool(user.has_perm(f"{options.app_label}.change_{options.model_name}"))

"""The form of an endpoint: an address that may be sent to, and boxes to tick for what it is told of."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Locale

from cms.content.declaration.registry import item_types
from cms.content.languages import LANGUAGE_CHOICES
from cms.content.snippets import Topic
from cms.content.vocabularies import AUDIENCES, Label, choices
from cms.publication.changelog.log import newest
from cms.publication.clock import shared_now
from cms.publication.models import Edition
from cms.publication.queries.manifest_query import TERM

from ..models import ITEM_EVENTS, WebhookEvent
from ..sending.destinations import DestinationRefused, check_address

_TERM: Final = Label("Term yr eirfa", "Term of the glossary")


class EndpointForm(WagtailAdminModelForm):  # type: ignore[misc]
    """What is ticked narrows; where nothing is, all of it is told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "partner" in self.fields:  # Wagtail's words are chosen once, in whatever language is spoken then
            chooser = self.fields["partner"].widget
            chooser.choose_one_text, chooser.choose_another_text = _("Choose a partner"), _("Choose another partner")
            chooser.link_to_chosen_text = _("Edit this partner")
        offered: dict[str, Any] = {
            "events": [(event, WebhookEvent(event).label) for event in ITEM_EVENTS],
            "languages": LANGUAGE_CHOICES,
            "types": choices({**{name: kind.label for name, kind in item_types().items()}, TERM: _TERM}),
            "audiences": choices(AUDIENCES),
            "topics": _topics(),
            "sections": _sections(self.instance.sections),
        }
        for name, options in offered.items():
            if name in self.fields:
                self.fields[name] = _boxes(self.fields[name], options)

    def clean_url(self) -> str:
        """An address that something may be sent to, as things are now."""
        url: str = self.cleaned_data["url"]
        try:
            check_address(url, loopback=settings.WEBHOOKS_TO_LOOPBACK)
        except DestinationRefused as refusal:
            raise ValidationError(refusal.fault.label) from refusal
        return url

    def save(self, commit: bool = True) -> Any:
        """A new one is told of what changes from now on. Of another address no certificate was seen yet."""
        if self.instance.pk is None:
            self.instance.queued_to, self.instance.secret_since = newest(), shared_now()
        if "url" in self.changed_data:
            self.instance.certificate_ends = None
        return super().save(commit)


def _boxes(field: Any, options: Iterable[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list(options), required=False, label=field.label, help_text=field.help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def _topics() -> Iterator[tuple[str, str]]:
    """Topics by their codes, in the language of the screen where they have a name in it."""
    names = {topic.code: topic.name for topic in Topic.objects.order_by("code")}
    names |= {topic.code: topic.name for topic in Topic.objects.filter(locale=Locale.get_active())}
    yield from sorted(names.items(), key=lambda one: one[1])


def _sections(chosen: Iterable[str]) -> list[tuple[str, str]]:
    """The numbers of the framework's sections that there are, and those that were chosen before."""
    there = Edition.objects.exclude(section="").order_by().values_list("section", flat=True).distinct()
    return [(number, number) for number in sorted({*there, *chosen})]

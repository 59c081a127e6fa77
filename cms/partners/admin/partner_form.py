"""The form of a partner: what it takes is chosen from what there is."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Locale

from cms.content.declaration.registry import item_types
from cms.content.snippets import Topic
from cms.content.vocabularies import AUDIENCES, choices


class PartnerForm(WagtailAdminModelForm):
    """Types, topics and audiences as boxes to tick; none ticked means all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"types": _types(), "topics": _topics(), "audiences": choices(AUDIENCES)}
        for name, options in offered.items():
            if name in self.fields:
                self.fields[name] = _boxes(self.fields[name], options)


def _boxes(field: Any, options: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list(options), required=False, label=field.label, help_text=field.help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def _types() -> list[tuple[str, str]]:
    return choices({name: kind.label for name, kind in item_types().items()})


def _topics() -> Iterator[tuple[str, str]]:
    """Topics by their codes, in the language of the screen where they have a name in it."""
    names = {topic.code: topic.name for topic in Topic.objects.order_by("code")}
    names |= {topic.code: topic.name for topic in Topic.objects.filter(locale=Locale.get_active())}
    yield from sorted(names.items(), key=lambda one: one[1])

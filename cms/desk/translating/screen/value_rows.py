"""What a translation has beside texts: files, pictures and addresses of its own, and what it names."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.models import AbstractDocument
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.models import AbstractImage
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.publication.admin.locations import trail_to

from .segment_rows import SegmentPlace, SegmentPlaces


@dataclass(frozen=True)
class ValueRow:
    """A file, picture, page or address that is the source's unless the translation has its own."""

    pk: int
    path: str
    order: int
    place: SegmentPlace
    anchor: str
    source: Any
    own: Any
    widget: forms.Widget | None
    token: str

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"value-{self.pk}"

    @property
    def is_own(self) -> bool:
        """Whether the translation has its own."""
        return self.own is not None

    def rendered(self) -> str:
        """The field with what is chosen; empty for what no field knows."""
        if self.widget is None:
            return ""
        return str(self.widget.render(self.field, self.own if self.is_own else self.source, {"id": self.field}))


@dataclass(frozen=True)
class NamedRow:
    """A snippet or page that the source names: its translation takes its place."""

    path: str
    order: int
    place: SegmentPlace
    anchor: str
    title: str
    translated: str
    edit_url: str | None
    source_url: str | None


def token_of_value(override: SegmentOverride | None) -> str:
    """Changes with what anybody chooses."""
    return hashlib.blake2b((override.data_json if override else "").encode(), digest_size=8).hexdigest()


def value_rows(translation: Translation, source: Any, places: SegmentPlaces) -> Iterator[ValueRow]:
    """The values that a translation may have otherwise."""
    segments = OverridableSegment.objects.filter(source=translation.source).select_related("context").order_by("order")
    overrides = {row.context_id: row for row in overrides_of(translation)}
    for segment in segments:
        path, override = segment.context.path, overrides.get(segment.context_id)
        yield ValueRow(
            pk=segment.pk, path=path, order=segment.order, place=places.of(path), anchor=f"segment-{path}",
            source=segment.data, own=override.data if override else None, token=token_of_value(override),
            widget=_widget(segment.data, trail_to(source, path)[-1].value),
        )  # fmt: skip


def overrides_of(translation: Translation) -> Any:
    """What the translation has of its own."""
    return SegmentOverride.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )


def named_rows(translation: Translation, places: SegmentPlaces, user: Any) -> Iterator[NamedRow]:
    """What the source names that is translated by itself."""
    finder = AdminURLFinder(user)
    segments = translation.source.relatedobjectsegment_set.select_related("context", "object").order_by("order")
    for segment in segments:
        path = segment.context.path
        source = segment.object.get_instance_or_none(translation.source.locale)
        target = segment.object.get_instance_or_none(translation.target_locale)
        yield NamedRow(
            path=path, order=segment.order, place=places.of(path), anchor=f"segment-{path}",
            title=str(source or ""), translated=str(target or ""),
            edit_url=finder.get_edit_url(target) if target else None,
            source_url=finder.get_edit_url(source) if source else None,
        )  # fmt: skip


def cleaned_value(segment: OverridableSegment, source: Any, given: str) -> Any:
    """What was chosen, as it is stored. Raises ValidationError for what does not exist or is no address."""
    stands = trail_to(source, segment.context.path)[-1].value
    if isinstance(stands, Model):
        model: Any = type(stands)
        key = model._meta.pk.to_python(given)
        try:
            base = Page if isinstance(stands, Page) else model
            return base._default_manager.get(pk=key).pk
        except ObjectDoesNotExist as error:
            raise ValidationError(str(error)) from error
    text = given.strip()
    if isinstance(segment.data, str) and segment.data.startswith("mailto:"):
        EmailValidator()(text.removeprefix("mailto:").partition("?")[0])
    elif isinstance(segment.data, str) and segment.data.startswith(("http:", "https:")):
        URLValidator(schemes=["http", "https"])(text)
    return text


def write_value(translation: Translation, segment: OverridableSegment, value: Any, user: Any) -> None:
    """Records what the translation has of its own, as wagtail-localize does."""
    SegmentOverride.objects.update_or_create(
        locale=translation.target_locale, context=segment.context,
        defaults={"data_json": json.dumps(value), "last_translated_by": user, "has_error": False, "field_error": ""},
    )  # fmt: skip


def _widget(data: Any, stands: Any) -> Any:
    if isinstance(stands, AbstractImage):
        return AdminImageChooser(show_edit_link=False, show_clear_link=False)
    if isinstance(stands, AbstractDocument):
        return AdminDocumentChooser(show_edit_link=False, show_clear_link=False)
    if isinstance(stands, Page):
        return AdminPageChooser(show_edit_link=False, show_clear_link=False)
    if isinstance(stands, Model):
        return AdminSnippetChooser(model=type(stands), show_edit_link=False, show_clear_link=False)
    return forms.TextInput() if isinstance(data, str) else None

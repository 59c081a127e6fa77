"""The abstract page that every type of content is. It says what content is, never how it is served."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from .blocks import BodyBlock, FileBlock
from .blocks.item_chooser import ItemChooserBlock, SharedChooserBlock
from .blocks.table_ids import keep_keys
from .model_fields import AudiencesField
from .previewing import preview
from .projection.standing_in import with_what_is_left
from .projection.text_links import with_page_links
from .trees.page_forms import ContentCopyForm, ContentPageForm
from .vocabularies import LICENCES, choices


class ContentPage(Page):
    """What all items have: a summary, a body, files, what they are about, for whom, and whose they are.

    Translated: title, slug, summary, change note and all words in body, files and related. Per language by override:
    files, pictures, addresses. Copied from the source: audiences, licence and dates. Related snippets follow the language.
    """

    summary = models.TextField(_("summary"), max_length=600, help_text=_("Two or three sentences in plain language."))
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    files = StreamField([("file", FileBlock())], verbose_name=_("downloads"), blank=True)
    related = StreamField([("page", ItemChooserBlock(label=_("Page")))], verbose_name=_("related pages"), blank=True)
    topics = StreamField(
        [("topic", SharedChooserBlock("content.Topic", label=_("Topic")))], verbose_name=_("topics"), blank=True
    )
    audiences = AudiencesField(verbose_name=_("audiences"))
    publisher = models.ForeignKey(
        "content.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    commissioner = models.ForeignKey(
        "content.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commissioned by"),
    )
    licence = models.CharField(_("licence"), max_length=30, choices=choices(LICENCES), default="ogl-3.0")
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    new_until = models.DateField(_("marked NEW until"), null=True, blank=True)
    change_note = models.CharField(
        _("change note"), max_length=300, blank=True, help_text=_("What changed, for readers who come back.")
    )

    body_panels = [FieldPanel("body")]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    about_panels = [
        FieldPanel("files"),
        FieldPanel("related"),
        MultiFieldPanel([FieldPanel("audiences"), FieldPanel("topics")], heading=_("What it is about and for whom")),
        MultiFieldPanel(
            [FieldPanel("publisher"), FieldPanel("commissioner"), FieldPanel("licence")], heading=_("Attribution")
        ),
        MultiFieldPanel(
            [FieldPanel("reviewed_on"), FieldPanel("review_due"), FieldPanel("new_until"), FieldPanel("change_note")],
            heading=_("Dates and changes"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    base_form_class = ContentPageForm
    copy_form_class = ContentCopyForm

    class Meta:
        abstract = True

    @classmethod
    def panels_with(cls, *own: FieldPanel) -> list[FieldPanel]:
        """The content panels of a type: title and summary, its own fields, the body, then what all types share."""
        return [*cls.content_panels, *own, *cls.body_panels, *cls.about_panels]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Puts together the letters of the slug that were typed or pasted apart from their accents (NFC)."""
        self.slug: str = unicodedata.normalize("NFC", self.slug or "")
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A revision's content, whose publisher may be deleted in one language since."""
        return super().with_content_json(with_what_is_left(type(self), content))

    def clean(self) -> None:
        """Refuses links in formatted text that lead nowhere outside the page, as its blocks do."""
        super().clean()
        problems = {}
        for field in self._meta.get_fields():
            if isinstance(field, RichTextField):
                try:
                    setattr(self, field.name, with_page_links(getattr(self, field.name) or ""))
                except ValidationError as error:
                    problems[field.name] = error
        if problems:
            raise ValidationError(problems)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Saves a version in which the rows and columns of tables are known by the keys that they have had."""
        keep_keys(self)
        return super().save_revision(*args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reading page that would go out, for the preview panel, "View draft" and a translation's preview."""
        return preview(self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The public site's address, so that "View live" leads to where readers are. None outside a site."""
        path = public_path(self)
        if path is None:
            return None
        return (0, settings.PUBLIC_URLS[self.locale.language_code], path)


def public_path(page: Page) -> str | None:
    """`/cy/…/`, in NFC, for a page below its language's home page; None for one outside the tree.

    The first step of Wagtail's url_path is the home page, whose slug readers never see.
    """
    return None if page.depth < 2 else path_in(page.locale.language_code, page.url_path)


def path_in(language: str, url_path: str) -> str | None:
    """`public_path` of what has Wagtail's `url_path` in a language."""
    steps = url_path.strip("/").split("/")
    return "/" + unicodedata.normalize("NFC", "/".join([language, *steps[1:]])) + "/" if steps[0] else None

"""The screens of known words, among the snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from cms.content.snippets import TranslatedViewSet

from ..models import KnownWord


class KnownWordViewSet(TranslatedViewSet):
    """Words that the spelling check does not find."""

    model = KnownWord
    icon = "glasses"
    list_display = ["word", "get_language_display", "note"]
    list_filter = ["language"]
    search_fields = ["word", "note"]
    list_per_page = 50
    menu_label = _("Known words")
    panels = [FieldPanel("word"), FieldPanel("language"), FieldPanel("note")]


register_snippet(KnownWordViewSet)

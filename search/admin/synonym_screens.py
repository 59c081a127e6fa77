"""The screens of synonyms, among the snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from cms.content.snippets import TranslatedViewSet

from ..models import Synonym


class SynonymViewSet(TranslatedViewSet):
    """Both languages of a synonym are on one screen: what is typed in one may be meant in the other."""

    model = Synonym
    icon = "search"
    list_display = ["typed_words", "meant_words"]
    search_fields = ["typed_cy", "typed_en", "meant_cy", "meant_en"]
    list_per_page = 50
    panels = [
        MultiFieldPanel(
            [FieldPanel("typed_cy"), FieldPanel("typed_en")],
            heading=_("What readers type"),
            help_text=_(
                "As in a dictionary: unmutated, singular. Mutated forms, plurals and capitals are found without being listed. "
                "A phrase counts as a whole."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("meant_cy"), FieldPanel("meant_en")],
            heading=_("What our texts call it"),
            help_text=_(
                "Who types the words above finds pages with these, after those that have the very words. It does not work the "
                "other way round. Words that mean the same everywhere belong to a term instead."
            ),
        ),
    ]


register_snippet(SynonymViewSet)

"""The screens of known words, among the snippets."""

from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.content.models import Term
from cms.content.snippets import TranslatedViewSet

from ..models import KnownWord

# Who keeps the terms of the glossary keeps the known words: there is no right of its own to give.
register_permission_policy(KnownWord, ModelPermissionPolicy(KnownWord, auth_model=Term))


class KnownWordViewSet(TranslatedViewSet):
    """Words that the spelling check does not find."""

    model = KnownWord
    icon = "glasses"
    list_display = ["word", Column("language", _("Language"), "get_language_display"), "note"]
    list_filter = ["language"]
    search_fields = ["word", "note"]
    list_per_page = 50
    menu_label = _("Known words")
    panels = [FieldPanel("word"), FieldPanel("language"), FieldPanel("note")]

    def get_permissions_to_register(self) -> Any:
        """None: those of terms count."""
        return Permission.objects.none()


register_snippet(KnownWordViewSet)

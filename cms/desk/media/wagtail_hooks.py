"""What this room adds to Wagtail's admin."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from cms.content.models import File

from .media_views import DeleteFilesAction, DeletePicturesAction, urlpatterns


class FilePairsMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may change files."""

    def is_shown(self, request: Any) -> bool:
        """Whether the user may change any."""
        return bool(policy_registry.get_by_type(File).user_has_permission(request.user, "change"))


def media_urls() -> list[Any]:
    """The addresses of files and pictures, before those of the content and of Wagtail."""
    return urlpatterns


def pairs_menu_item() -> FilePairsMenuItem:
    """The pairs, in the menu of reports."""
    return FilePairsMenuItem(
        _("Files in both languages"),
        reverse("file_pairs"),
        name="file-pairs",
        icon_name="doc-full-inverse",
        order=830,
    )


def editor_script() -> str:
    """What fills in the description of a picture that is chosen."""
    return format_html('<script src="{}"></script>', static("media/chosen-picture.js"))


hooks.register("insert_editor_js", editor_script)
# Instead of Wagtail's own, which have the same names.
hooks.register("register_bulk_action", DeleteFilesAction, order=1)
hooks.register("register_bulk_action", DeletePicturesAction, order=1)
hooks.register("register_admin_urls", media_urls, order=-2)
hooks.register("register_reports_menu_item", pairs_menu_item)

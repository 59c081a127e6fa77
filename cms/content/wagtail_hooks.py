"""What this app adds to Wagtail's admin."""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from .files import views
from .files.admin_api import FilesEndpoint, PicturesEndpoint
from .trees import moving, page_forms, page_views, translating


def file_urls() -> list[Any]:
    """The addresses of uploads, before Wagtail's own."""
    return views.urlpatterns


def translation_urls() -> list[Any]:
    """The address of submitting a page, before wagtail-localize's own."""
    return translating.urlpatterns


def pasting_script() -> str:
    """What makes lines of a table that is pasted into a text, leaves out what Word does not print, and says what it could not
    keep.
    """
    said = {
        "table": _(
            "The table was pasted as lines, one for each row. To keep its columns, add a table block and paste it there."
        ),
        "heading": _("Headings were pasted as paragraphs. To keep one, add a heading block and move its words there."),
        "picture": _("Pictures are not pasted. Add a picture block, and choose or upload the picture there."),
    }
    return format_html('<script src="{}" data-said="{}"></script>', static("content/pasting.js"), json.dumps(said))


def overwriting_script() -> str:
    """What tells the server that somebody has agreed to put their version in the place of another's."""
    return format_html('<script src="{}"></script>', static("content/overwriting.js"))


hooks.register("insert_editor_js", pasting_script)
hooks.register("insert_editor_js", overwriting_script)
hooks.register("register_admin_urls", file_urls, order=-1)
hooks.register("register_admin_urls", translation_urls, order=-1)
hooks.register("register_admin_viewset", page_views.page_screens)
hooks.register("before_create_page", page_forms.before_create_page)
hooks.register("before_move_page", moving.before_move_page)
hooks.register("after_move_page", moving.after_move_page)
# Instead of Wagtail's own, which has the same name.
hooks.register("register_bulk_action", moving.MoveBothBulkAction, order=1)
hooks.register("after_bulk_action", moving.after_bulk_action)


def limit_admin_api(router: Any) -> None:
    """Puts lists that go by rights in the place of Wagtail's."""
    router.register_endpoint("images", PicturesEndpoint)
    router.register_endpoint("documents", FilesEndpoint)


hooks.register("construct_admin_api", limit_admin_api, order=1)

"""Choosers without scripts in the page: they say what is to be called, and static/content/declared-calls.js does it.

Wagtail's other fields with scripts are templates, which stand in templates/wagtailadmin/.
"""

import re
from typing import Any, Final

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.widgets import BaseChooser

# Wagtail's call: the name of what is called, and its arguments, which are JSON.
_CALL: Final = re.compile(r"(?:new )?(\w+)\((.*)\);", re.DOTALL)


def render(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    """Wagtail's `BaseChooser.render`, but for the script."""
    data = self.get_value_data(value)
    called = _CALL.fullmatch(self.render_js_init(attrs["id"], name, data))
    if called is None:
        raise ValueError(f"{type(self).__name__} is made by a script that is not one call.")
    arguments = called[2].replace("<", "\\u003C")
    html = self.render_html(name, data, attrs)
    call = f'<script type="application/json" data-call="{called[1]}">[{arguments}]</script>'
    return mark_safe(f"{html}{call}")  # noqa: S308 - the markup is Wagtail's own, and no argument can end it


def install() -> None:
    """Puts it in the place of Wagtail's."""
    BaseChooser.render = render


@hooks.register("insert_global_admin_js")
def script() -> SafeString:
    """The script that does what is declared, on every screen of the admin."""
    return format_html('<script src="{}"></script>', static("content/declared-calls.js"))

"""The script that has moments written in the language of the screen, before Wagtail's own write any."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


def moments_script() -> SafeString:
    """On every screen of the admin."""
    return format_html('<script src="{}"></script>', static("wording/moments.js"))


hooks.register("insert_global_admin_js", moments_script)

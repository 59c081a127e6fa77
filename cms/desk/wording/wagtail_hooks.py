"""What every screen of the admin gets: moments in its language, before Wagtail's script writes any, and tables that scroll."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


def moments_script() -> SafeString:
    """On every screen of the admin."""
    return format_html('<script src="{}"></script>', static("wording/moments.js"))


def scrolling_tables() -> SafeString:
    """On every screen of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("wording/tables.css"))


hooks.register("insert_global_admin_css", scrolling_tables)
hooks.register("insert_global_admin_js", moments_script)

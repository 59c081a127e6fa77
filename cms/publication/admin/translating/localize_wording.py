"""What Wagtail says wrongly of translations in its logs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import get_content_languages
from wagtail.log_actions import LogActionRegistry, LogFormatter


def log_actions(actions: LogActionRegistry) -> None:
    """Names the page that a translation was copied from; Wagtail names the page above it."""

    class CopiedForTranslation(LogFormatter):  # type: ignore[misc]
        label = gettext_lazy("Copy for translation")

        def format_message(self, log_entry: Any) -> str:
            """What was copied, and from which language."""
            data = log_entry.data
            title, code = data.get("page", {}).get("title"), data.get("source_locale", {}).get("language_code")
            if not title or not code:
                return _("Copied for translation")
            said = _("Copied for translation from %(title)s (%(locale)s)")
            return said % {"title": title, "locale": get_content_languages().get(code, code)}

    # Registered by Wagtail, and once more would be twice in the filter of the site's history.
    actions.formatters["wagtail.copy_for_translation"] = CopiedForTranslation()

"""wagtail-localize writes its dates with strftime, in English whatever the language of the screen: figures serve both."""

from typing import Final

from wagtail_localize import models
from wagtail_localize.views import edit_translation

FORMAT: Final = "%d/%m/%Y"


def install() -> None:
    """Puts figures in the place of the name of a month."""
    for module in (models, edit_translation):
        module.DATE_FORMAT = FORMAT

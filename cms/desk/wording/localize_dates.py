"""When a text was translated, as wagtail-localize says it: with the name of the month in English."""

from functools import wraps

from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail_localize.compat import DATE_FORMAT
from wagtail_localize.models import StringTranslation


def install() -> None:
    """Has the day written in the language of the screen."""
    plain = StringTranslation.get_comment

    @wraps(plain)
    def get_comment(self: StringTranslation) -> str | None:
        said: str | None = plain(self)
        day = date_format(localtime(self.updated_at), "j F Y")
        return said and said.replace(self.updated_at.strftime(DATE_FORMAT), day)

    StringTranslation.get_comment = get_comment

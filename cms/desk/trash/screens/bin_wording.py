"""Days in the language of the screen."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language

from cms.content.languages import parse
from cms.content.words.dates import written_day


def day_of(moment: datetime) -> str:
    """The day of a moment, written out."""
    return written_day(timezone.localdate(moment), parse(get_language() or "") or "en")

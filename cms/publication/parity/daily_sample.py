"""The public figures of each day, kept to see how they develop: the worker's job."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from ..changelog.scheduled_jobs import Job
from ..clock import shared_now
from .parity_figures import counted
from .parity_models import ParitySample

_FIGURES: Final = ("public", "both", "missing", "behind", "words_behind")


def take_sample(renew: Callable[[], None] = lambda: None) -> None:
    """Writes the figures of today, over those of earlier today."""
    now = shared_now()
    day = timezone.localdate(now)
    rows = [
        ParitySample(
            day=day, language=language.language, type=one.type, **{name: getattr(one, name) for name in _FIGURES}
        )
        for language in counted(now).languages
        for one in language.types
    ]
    ParitySample.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day", "language", "type"], update_fields=list(_FIGURES)
    )


def _today() -> str:
    return timezone.localdate(shared_now()).isoformat()


def _is_another_day(kept: dict[str, Any]) -> bool:
    return kept.get("day") != _today()


SAMPLE: Final = Job("parity", timedelta(days=1), take_sample, _is_another_day, lambda: {"day": _today()})

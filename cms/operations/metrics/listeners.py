"""What the rooms below tell, counted: they know nothing of metrics."""

from collections.abc import Sequence
from typing import Any

from cms.accounts.mail import mail_failed
from cms.content.files.models import picture_made
from cms.reading.printing.typesetting import document_typeset
from cms.webhooks.models import WebhookAttempt
from cms.webhooks.sending.delivery_outcomes import attempts_recorded
from search.statistics.search_counter import searched

from .catalogue import DELIVERIES, DOCUMENTS, MAIL_FAILURES, PICTURES, SEARCHES
from .process_counts import count


def listen() -> None:
    """Counts from now on."""
    mail_failed.connect(_count_mail)
    picture_made.connect(_count_picture)
    document_typeset.connect(_count_document)
    attempts_recorded.connect(_count_attempts)
    searched.connect(_count_search)


def _count_mail(**told: Any) -> None:
    count(MAIL_FAILURES)


def _count_picture(*, made: bool, **told: Any) -> None:
    count(PICTURES, "made" if made else "failed")


def _count_document(*, made: bool, **told: Any) -> None:
    count(DOCUMENTS, "made" if made else "failed")


def _count_attempts(*, attempts: Sequence[WebhookAttempt], **told: Any) -> None:
    for attempt in attempts:
        count(DELIVERIES, attempt.outcome, attempt.fault)


def _count_search(*, language: str, hits: int, **told: Any) -> None:
    count(SEARCHES, language, "yes" if hits else "no")

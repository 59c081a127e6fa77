"""What follows from an attempt: it is taken down, and the message is done with, tried again or given up; so is its endpoint.

Each is recorded in one transaction. Before it, the receiver may be told again under the same id; after it, it is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal

from ..models import AttemptOutcome, EndReason, WebhookAttempt, WebhookEndpoint, WebhookMessage
from .back_off import IN_A_ROW, LONGEST, LONGEST_FOR_ALL, delay
from .delivery_faults import GONE, UNREACHABLE, DeliveryFault
from .ending import end_endpoint
from .posting import ReceiverAnswer

# A message that fails for so long, while others of its endpoint are taken, is given up.
PATIENCE: Final = timedelta(hours=24)
# What says that a receiver is busy with more than this message.
_BUSY: Final = frozenset({429, 502, 503, 504})
# With the `attempts` that were taken down.
attempts_recorded = Signal()
# Of an endpoint, what attempts change.
_STATE: Final = ("failures", "failing_since", "retry_at", "last_fault", "delivered_at")


@dataclass(frozen=True, slots=True)
class Attempted:
    """A message as it was sent, when, and what came of it."""

    message: WebhookMessage
    at: datetime
    answer: ReceiverAnswer


def record(attempts: Sequence[Attempted], now: datetime) -> None:
    """Takes attempts down, in one transaction."""
    if not attempts:
        return
    with transaction.atomic():
        keys = {attempted.message.endpoint_id for attempted in attempts}
        endpoints = WebhookEndpoint.objects.select_for_update().in_bulk(keys)
        # Of an endpoint that was deleted meanwhile there is nothing left to be said.
        known = [(one, endpoints[one.message.endpoint_id]) for one in attempts if one.message.endpoint_id in endpoints]
        rows = [_taken_down(attempted, _follow(attempted, endpoint, now)) for attempted, endpoint in known]
        done = [attempted for (attempted, _), row in zip(known, rows, strict=True) if _is_done(attempted, row)]
        # A later change of the item may have taken a message's place: that one stays.
        WebhookMessage.objects.filter(message_id__in=[attempted.message.message_id for attempted in done]).delete()
        _write_states(endpoints.values())
        _note_certificates(known)
        WebhookAttempt.objects.bulk_create(rows)
    attempts_recorded.send_robust(sender=WebhookAttempt, attempts=rows)


def _write_states(endpoints: Iterable[WebhookEndpoint]) -> None:
    """One statement for all that have come to the same, as those do that took what they were sent."""
    alike = defaultdict(list)
    for endpoint in endpoints:
        alike[tuple(getattr(endpoint, name) for name in _STATE)].append(endpoint.pk)
    for state, keys in alike.items():
        WebhookEndpoint.objects.filter(pk__in=keys).update(**dict(zip(_STATE, state, strict=True)))


def _note_certificates(known: Iterable[tuple[Attempted, WebhookEndpoint]]) -> None:
    """Seldom a statement: a certificate stays for weeks."""
    for attempted, endpoint in known:
        ends = attempted.answer.certificate_ends
        if ends and ends != endpoint.certificate_ends:
            endpoint.certificate_ends = ends
            endpoint.save(update_fields=["certificate_ends"])


def _is_done(attempted: Attempted, row: WebhookAttempt) -> bool:
    """Whether the message is not sent again; a test never is."""
    return row.outcome != AttemptOutcome.FAILED or not attempted.message.item


def _follow(attempted: Attempted, endpoint: WebhookEndpoint, now: datetime) -> AttemptOutcome:
    """What came of it, with what that means for the endpoint. A test says nothing of what matters."""
    message, answer = attempted.message, attempted.answer
    if message.item and answer.delivered:
        endpoint.failures, endpoint.failing_since, endpoint.retry_at, endpoint.last_fault = 0, None, None, ""
        endpoint.delivered_at = now
    if answer.delivered:
        return AttemptOutcome.DELIVERED
    return _note_failure(message, endpoint, answer, now) if message.item else AttemptOutcome.FAILED


def _note_failure(
    message: WebhookMessage, endpoint: WebhookEndpoint, answer: ReceiverAnswer, now: datetime
) -> AttemptOutcome:
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.last_fault = answer.fault or ""
    failing_since = message.failing_since or now
    failures, retry_at = message.failures + 1, now
    unreachable = answer.fault in UNREACHABLE or answer.status in _BUSY or endpoint.failures >= IN_A_ROW
    if unreachable or answer.retry_after:
        seconds = delay(endpoint.failures, LONGEST_FOR_ALL, answer.retry_after)
        endpoint.retry_at = now + timedelta(seconds=seconds)
    if not unreachable:
        retry_at = now + timedelta(seconds=delay(failures, LONGEST))
    _end_if_hopeless(endpoint, answer, now)
    if _others_are_taken(endpoint, failing_since) and now - failing_since >= PATIENCE:
        return AttemptOutcome.GIVEN_UP
    row = WebhookMessage.objects.filter(message_id=message.message_id)
    row.update(failures=failures, failing_since=failing_since, retry_at=retry_at)
    return AttemptOutcome.FAILED


def _others_are_taken(endpoint: WebhookEndpoint, since: datetime) -> bool:
    """Whether it is the message that fails. Of a receiver that takes nothing, nothing is given up while it is tried at all."""
    return endpoint.delivered_at is not None and endpoint.delivered_at > since


def _end_if_hopeless(endpoint: WebhookEndpoint, answer: ReceiverAnswer, now: datetime) -> None:
    longest = timedelta(days=settings.WEBHOOK_DISABLE_AFTER_DAYS)
    if answer.status == GONE:
        end_endpoint(endpoint, EndReason.GONE, now)
    elif answer.fault == DeliveryFault.SECRET:
        end_endpoint(endpoint, EndReason.SECRET, now)
    elif endpoint.failing_since and now - endpoint.failing_since >= longest:
        end_endpoint(endpoint, EndReason.FAILURES, now)


def _taken_down(attempted: Attempted, outcome: AttemptOutcome) -> WebhookAttempt:
    message, answer = attempted.message, attempted.answer
    return WebhookAttempt(
        endpoint_id=message.endpoint_id, message_id=message.message_id, event=message.event, item=message.item,
        version=message.version, at=attempted.at, outcome=outcome, fault=answer.fault or "", status=answer.status,
        length=answer.length, milliseconds=int(answer.took * 1000),
    )  # fmt: skip

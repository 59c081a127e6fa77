"""What is sent next: of each endpoint the first messages that are due. Two statements, however many endpoints there are and
however much waits.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from ..models import WebhookEndpoint, WebhookEvent, WebhookMessage

_TABLE: Final = WebhookMessage._meta.db_table
# A walk along an index that ends after so many rows.
_FIRST: Final = (
    f'SELECT * FROM (SELECT * FROM "{_TABLE}" WHERE "endpoint_id" = %s AND "retry_at" <= %s{{only}} '  # noqa: S608 - a name of ours
    'ORDER BY "retry_at", "id" LIMIT %s) AS "due"'
)
_ONLY_TESTS: Final = f" AND \"event\" = '{WebhookEvent.TEST}'"


def endpoints_with_something_due(now: datetime) -> list[WebhookEndpoint]:
    """Those to which something may be sent, whoever has waited longest for a delivery first."""
    due = WebhookMessage.objects.filter(endpoint=OuterRef("pk"), retry_at__lte=now)
    may_go = Q(ended="") & (Q(retry_at=None) | Q(retry_at__lte=now)) & Exists(due)
    tests = Exists(due.filter(event=WebhookEvent.TEST))
    found = WebhookEndpoint.objects.exclude(secret="").filter(may_go | tests)
    return list(found.order_by(F("delivered_at").asc(nulls_first=True), "pk"))


def first_due(wanted: Sequence[tuple[WebhookEndpoint, int]], now: datetime) -> Iterator[WebhookMessage]:
    """At most so many messages of each endpoint, in turn."""
    moment = WebhookMessage._meta.get_field("retry_at").get_db_prep_value(now, connection)
    statements, parameters = [], []
    for endpoint, count in wanted:
        statements.append(_FIRST.format(only="" if _may_go(endpoint, now) else _ONLY_TESTS))
        parameters += [endpoint.pk, moment, count]
    if not statements:
        return
    endpoints = {endpoint.pk: endpoint for endpoint, _ in wanted}
    for row in WebhookMessage.objects.raw(" UNION ALL ".join(statements), parameters):
        row.endpoint = endpoints[row.endpoint_id]
        yield row


def _may_go(endpoint: WebhookEndpoint, now: datetime) -> bool:
    """Whether more than a test is sent to it now."""
    return endpoint.is_on and (endpoint.retry_at is None or endpoint.retry_at <= now)

"""When a receiver's certificate ends is kept as it was last seen, whatever came of the attempt."""

from datetime import timedelta

import pytest

from cms.publication.clock import shared_now
from cms.webhooks.queueing.replaying import send_test
from cms.webhooks.sending.delivery_faults import DeliveryFault
from cms.webhooks.sending.posting import ReceiverAnswer
from tests.publication.followers import Clock

from .endpoints import Sent, dispatching, endpoint

pytestmark = pytest.mark.django_db


def test_what_the_certificate_says_is_kept_until_another_is_seen():
    clock = Clock()
    clock.now = shared_now()
    told = endpoint()
    soon, later = clock.now + timedelta(days=3), clock.now + timedelta(days=90)
    for answer, kept in (
        (ReceiverAnswer(204, certificate_ends=soon), soon),
        (ReceiverAnswer(fault=DeliveryFault.TLS), soon),  # where it is refused, nobody sees when it ends
        (ReceiverAnswer(500, fault=DeliveryFault.STATUS, certificate_ends=later), later),
    ):
        send_test(told)
        clock.advance(60)
        with dispatching(Sent(lambda body, answer=answer: answer), clock) as made:
            made.drain()
        told.refresh_from_db()
        assert told.certificate_ends == kept

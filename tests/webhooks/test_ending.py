"""When an endpoint goes off by itself, and who is told, in which language."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from wagtail.users.models import UserProfile

from cms.publication.clock import shared_now
from cms.webhooks.models import EndReason, WebhookEndpoint
from cms.webhooks.sending import ending
from cms.webhooks.sending.delivery_faults import DeliveryFault
from cms.webhooks.sending.ending import switch_on, tell
from cms.webhooks.sending.posting import ReceiverAnswer
from tests.publication.followers import Clock

from .endpoints import PLAIN_SECRETS, Sent, change, dispatching, endpoint, partner, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    clock = Clock()
    clock.now = shared_now()
    return clock


@pytest.fixture
def told(monkeypatch):
    """The endpoints whose readers are mailed."""
    found: list[WebhookEndpoint] = []
    monkeypatch.setattr(ending, "send_later", lambda send: send())
    monkeypatch.setattr(ending, "tell", found.append)
    return found


def sent_by(send, clock, days=0.0):
    for _ in range(max(1, int(days * 24))):
        with dispatching(send, clock) as made:
            made.drain()
        clock.advance(3600 if days else 1)


def test_an_endpoint_that_fails_for_days_goes_off_and_loses_nothing(
    clock, told, settings, django_capture_on_commit_callbacks
):
    settings.WEBHOOK_DISABLE_AFTER_DAYS = 3
    own = endpoint()
    items = [change(), change()]
    send = Sent(lambda body: ReceiverAnswer(fault=DeliveryFault.TIMEOUT))
    with django_capture_on_commit_callbacks(execute=True):
        sent_by(send, clock, days=2.9)
        assert WebhookEndpoint.objects.get().is_on
        sent_by(send, clock, days=0.5)
    found = WebhookEndpoint.objects.get()
    assert (found.ended, found.last_fault, told) == ("failures", "timeout", [own])
    before = len(send.bodies)
    items.append(change())
    sent_by(send, clock, days=1)
    assert len(send.bodies) == before
    send.answer = lambda body: ReceiverAnswer(204)
    switch_on(found)
    send.bodies.clear()
    sent_by(send, clock, days=0.1)
    assert sorted(send.items) == sorted(map(str, items))
    assert waiting(own) == {}


def test_a_receiver_that_says_it_is_gone_is_believed_at_once(clock, told, django_capture_on_commit_callbacks):
    endpoint()
    change()
    send = Sent(lambda body: ReceiverAnswer(410, fault=DeliveryFault.STATUS))
    with django_capture_on_commit_callbacks(execute=True):
        sent_by(send, clock)
    assert WebhookEndpoint.objects.get().ended == "gone"
    assert len(told) == len(send.bodies) == 1


def test_a_secret_that_cannot_be_read_is_never_signed_with(clock, told, settings, django_capture_on_commit_callbacks):
    endpoint()
    change()
    settings.SECRET_KEY = "another one altogether"
    send = Sent()
    with django_capture_on_commit_callbacks(execute=True):
        sent_by(send, clock)
    assert WebhookEndpoint.objects.get().ended == "secret"
    assert send.bodies == []


def test_without_a_secret_nothing_is_sent(clock):
    own = endpoint(secret="")
    change()
    send = Sent()
    sent_by(send, clock)
    assert send.bodies == []
    assert len(waiting(own)) == 1


def test_contacts_and_who_may_change_webhooks_are_told_in_their_language(settings, django_user_model):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owner = partner()
    contact = owner.contacts.get()
    owner.contacts.create(name="Megan", email="megan@example.wales", language="en")
    group = Group.objects.create(name="gweithredwyr")
    group.permissions.set(Permission.objects.filter(codename="change_webhookendpoint"))
    admin = django_user_model.objects.create_user("gweithredwr", email="gweithredwr@example.wales")
    admin.groups.add(group)
    UserProfile.objects.create(user=admin, preferred_language="cy")
    django_user_model.objects.create_user("arall", email="arall@example.wales")
    since = datetime(2026, 3, 8, 8, 12, tzinfo=UTC)
    own = endpoint(partner=owner, ended=EndReason.FAILURES, ended_at=shared_now(), failing_since=since)
    tell(own)
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {
        contact.email: "Mae bachyn gwe Cyngor Sir Bryn wedi'i ddiffodd",
        "megan@example.wales": "A webhook of English: Cyngor Sir Bryn has been switched off",
        "gweithredwr@example.wales": "Mae bachyn gwe Cyngor Sir Bryn wedi'i ddiffodd",
    }
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert f"{settings.API_URL}/partneriaid/allweddi/danfoniadau/" in bodies[contact.email]
    assert f"{settings.API_URL}/partners/keys/deliveries/" in bodies["megan@example.wales"]
    assert f"/webhook-deliveries/{own.pk}/" in bodies["gweithredwr@example.wales"]
    assert not any("/admin/" in bodies[one] for one in (contact.email, "megan@example.wales"))
    assert "It has failed since 8 March 2026, 08:12. " in bodies["megan@example.wales"]
    assert "Mae wedi methu ers 8 Mawrth 2026, 08:12. " in bodies[contact.email]
    assert all(own.url in message.body for message in mail.outbox)
    assert not any(PLAIN_SECRETS[own.pk] in message.body for message in mail.outbox)

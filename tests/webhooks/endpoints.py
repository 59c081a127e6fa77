"""Partners' endpoints for tests, the log written to by hand, and a dispatcher that is turned by hand."""

import json
from contextlib import contextmanager
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cms.partners.models import Partner
from cms.publication.changelog.consumers import follow
from cms.publication.changelog.log import Log, newest
from cms.publication.intents.settlement import settle
from cms.webhooks.models import WebhookEndpoint
from cms.webhooks.queueing.message_queue import MessageQueue
from cms.webhooks.sending.dispatcher import Dispatcher
from cms.webhooks.sending.posting import ReceiverAnswer
from cms.webhooks.sending.sealed_secrets import new_secret, seal

PLAIN_SECRETS: dict[int, str] = {}


def partner(name="Cyngor Sir Bryn"):
    made = Partner.objects.create(name_cy=name, name_en=f"English: {name}")
    made.contacts.create(name="Bethan", email=f"{uuid4().hex}@example.wales", language="cy")
    return made


def endpoint(url="https://cms.example.wales/bachau", **values):
    """An endpoint that is told of what changes from now on, whose secret is in PLAIN_SECRETS."""
    plain = new_secret()
    usual = {"queued_to": newest(), "secret": seal(plain), "secret_since": timezone.now()}
    owner = values.pop("partner", None) or partner()
    made = WebhookEndpoint.objects.create(partner=owner, url=url, **{**usual, **values})
    PLAIN_SECRETS[made.pk] = plain
    return made


def change(item=None, kind="gone"):
    """Adds a change of an item that never was anything to the log, and returns the item."""
    item = item or uuid4()
    with transaction.atomic():
        log = Log.lock()
        log.append(item, ["cy", "en"], kind)
        log.write()
    return item


def queue():
    """Settles what was committed, and queues all that is new."""
    settle()
    follow(MessageQueue())


def waiting(of):
    """The events that wait for an endpoint, by item."""
    return dict(of.messages.order_by("version").values_list("item", "event"))


class Sent:
    """Stands for the network: notes what is sent, and answers as `answer` says of each body."""

    def __init__(self, answer=lambda body: ReceiverAnswer(204)):
        self.bodies, self.ids, self.urls, self.answer = [], [], [], answer

    async def __call__(self, url, headers, body, *, loopback):
        self.urls.append(url)
        self.ids.append(headers["webhook-id"])
        self.bodies.append(json.loads(body))
        return self.answer(self.bodies[-1])

    @property
    def items(self):
        return [body["data"]["id"] for body in self.bodies]


@contextmanager
def dispatching(send, clock):
    """A dispatcher; `drain` sends all that is due."""
    with Dispatcher(clock=clock, send=send, look=0.01) as made:
        yield made

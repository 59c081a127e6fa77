"""Processes that release pairs beside each other as editors do, by every way there is: `editors_at_once COUNT PAIRS RECEIVER`.

The first line that it answers has an item and the secret of the receiver's endpoint. Told `begin`, it lets COUNT processes
release PAIRS pairs each, and says how many releases that were; told `hurry`, leases of the dead and pauses of what failed
are over.
"""

import os
import sys
from typing import Any

from tests.journeys.publisher import answer


def _at_once(editors: list[Any], pairs: int) -> bool:
    """Whether each has released so many pairs, in a process of its own, and none has failed."""
    from django.db import connections

    connections.close_all()
    children = []
    for editor in editors:
        if child := os.fork():
            children.append(child)
            continue
        try:
            while editor.released < pairs:
                editor.release()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return [os.waitpid(child, 0)[1] for child in children] == [0] * len(editors)


def _hurry() -> None:
    from django.db.models.functions import Now

    from cms.publication.models import ConsumerOffset
    from cms.webhooks.models import WebhookEndpoint, WebhookMessage

    ConsumerOffset.objects.update(held_by="", held_until=None, retry_at=None)
    WebhookEndpoint.objects.update(retry_at=None)
    WebhookMessage.objects.update(retry_at=Now())


def main(count: int, pairs: int, receiver: str) -> None:
    import django

    django.setup()
    from cms.publication.models import Change, Release
    from tests.factories import content as make
    from tests.webhooks.endpoints import PLAIN_SECRETS, endpoint

    from .releasing_editor import Editor

    home, _ = make.homes("en")
    sections = [make.landing(make.fresh(home), "en") for _ in range(count)]
    shared = [make.landing(make.fresh(home), "en") for _ in range(2)]
    for page in (*sections, *shared):
        make.translate(page)
    told = endpoint(receiver)
    answer({"item": str(home.translation_key), "secret": PLAIN_SECRETS[told.pk]})
    editors = [Editor(number, section, shared) for number, section in enumerate(sections)]
    for line in sys.stdin:
        if line.strip() == "hurry":
            _hurry()
            answer({})
        else:
            is_done, waiting = _at_once(editors, pairs), told.messages.count()
            found = {"releases": Release.objects.count(), "changes": Change.objects.count(), "waiting": waiting}
            answer({"done": is_done, **found})


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

"""A process of its own that has an endpoint for webhooks, and changes items as told on its input.

Its arguments are the receiver's address and how many items. Answers each line, a number of changes, with a line of JSON: for
each its item, its version and when it had been committed (`time.time()`).
"""

import random
import sys
import time
from uuid import uuid4

from .publisher import answer


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from cms.publication.changelog.log import Log, newest
    from tests.webhooks.endpoints import PLAIN_SECRETS, endpoint

    told = endpoint(sys.argv[1])
    items = [uuid4() for _ in range(int(sys.argv[2]))]
    answer({"item": str(items[0]), "secret": PLAIN_SECRETS[told.pk]})
    for line in sys.stdin:
        done = []
        for _ in range(int(line)):
            item = random.choice(items)
            with transaction.atomic():
                log = Log.lock()
                log.append(item, ["cy", "en"], "gone")
                log.write()
            done.append({"item": str(item), "version": newest(), "at": time.time()})
            time.sleep(0.05)
        answer({"changes": done})


if __name__ == "__main__":
    main()

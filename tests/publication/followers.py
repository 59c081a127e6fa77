"""For tests of following: a clock that is set, a log written to by hand, a consumer that notes what it is given."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from cms.publication.changelog.log import Log


class Clock:
    """A clock that only moves when told to."""

    def __init__(self):
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += timedelta(seconds=seconds)


def write_log(count=1):
    """Adds that many changes in one transaction, and returns their versions."""
    with transaction.atomic():
        log = Log.lock()
        versions = [log.append(uuid4(), ["cy", "en"], "published") for _ in range(count)]
        log.write()
    return versions


class Recorder:
    """A consumer that notes the versions it is given. `during` is called with each batch, before it is noted."""

    name = "recorder"

    def __init__(self, during=lambda versions: None):
        self.during = during
        self.batches = []
        self.resumes = []
        self.resumed_at = lambda checkpoint: checkpoint

    @property
    def versions(self):
        return [version for batch in self.batches for version in batch]

    def resume(self, checkpoint, renew):
        self.resumes.append(checkpoint)
        return self.resumed_at(checkpoint)

    def apply(self, changes, state, renew):
        versions = [change.version for change in changes]
        self.during(versions)
        self.batches.append(versions)
        return {**state, "applied": versions[-1]}

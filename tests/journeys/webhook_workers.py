"""Two worker processes beside each other tell a receiver that fails now and then, and are ended meanwhile."""

import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack

from django.conf import settings
from standardwebhooks import Webhook

from tests.database.template import shared_database
from tests.webhooks.receivers import Receiver

from .test_release_flip import FlippingPublisher
from .test_two_servers import environment_of, running


class Inbox:
    """What a receiver took, in that order: item, version, id and when. Every so many it refuses."""

    def __init__(self, refuses_each):
        self.taken: list[tuple[str, int, str, float]] = []
        self._refuses_each, self._asked, self._lock = refuses_each, 0, threading.Lock()
        self.secret = ""

    def __call__(self, request):
        with self._lock:
            self._asked += 1
            if self._refuses_each and self._asked % self._refuses_each == 0:
                return 500
            body = Webhook(self.secret).verify(request["body"], request["headers"])
            data = body["data"]
            self.taken.append((data["id"], data["version"], request["headers"]["webhook-id"], time.time()))
            return 204

    def latest(self):
        """The last version that was taken of each item."""
        return {item: version for item, version, _, _ in self.taken}


class Workers:
    """Two processes of `manage.py worker`, each started again when it has been ended, but for the last."""

    def __init__(self, environment):
        self._environment = environment
        self._processes = [self._start(), self._start()]

    def _start(self):
        command = [sys.executable, "manage.py", "worker", "--skip-checks"]
        return subprocess.Popen(command, env=self._environment, cwd=settings.BASE_DIR)

    def end(self, number, how, *, again):
        """Ends one, and starts another in its place if `again`."""
        os.kill(self._processes[number].pid, how)
        self._processes[number].wait(60)
        if again:
            self._processes[number] = self._start()

    def end_all(self):
        for process in self._processes:
            process.kill()
            process.wait()


def told(tmp_path, blocker, *, rounds, ends, items=10, refuses_each=7, patience=60.0):
    """Tells of changes in rounds, between which a worker is ended as `ends` says; returns what was changed and the inbox."""
    inbox, changes = Inbox(refuses_each), []
    with ExitStack() as stack:
        receiver = stack.enter_context(Receiver(inbox))
        database = stack.enter_context(shared_database(tmp_path, blocker))
        own = {"WEBHOOKS_TO_LOOPBACK": "1", "ELASTICSEARCH_URL": "", "SEARCH_INDEX": str(tmp_path / "search.sqlite3")}
        environment = {**environment_of(tmp_path, database), **own}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = (sys.executable, "-m", "tests.journeys.telling", receiver.url, str(items))
        publisher = FlippingPublisher(stack.enter_context(running(environment, *command, **pipes)))
        inbox.secret = publisher.ready["secret"]
        workers = Workers(environment)
        stack.callback(workers.end_all)
        changes += publisher.ask("1")["changes"]
        wait_for(inbox, changes, patience)  # until they have started
        for number in range(rounds):
            changes += publisher.ask("12")["changes"]
            if ends:
                workers.end(number % 2, ends[number % len(ends)], again=number + 1 < rounds)
        wait_for(inbox, changes, patience)
    return changes, inbox


def wait_for(inbox, changes, patience):
    """Until the last version of every item was taken."""
    wanted, until = {one["item"]: one["version"] for one in changes}, time.time() + patience
    while inbox.latest() != wanted and time.time() < until:
        time.sleep(0.1)
    assert inbox.latest() == wanted


def each_in_order(inbox):
    """Of no item an older version came after a newer one, but for a message that came again."""
    seen: dict[str, tuple[int, str]] = {}
    for item, version, message_id, _ in inbox.taken:
        before, _ = seen.get(item, (0, ""))
        assert version >= before
        seen[item] = (version, message_id)
    ids: dict[str, int] = {}
    for _, version, message_id, _ in inbox.taken:
        assert ids.setdefault(message_id, version) == version


def delays(changes, inbox):
    """Of each change, the seconds from its commit until it or a later one of its item had come."""
    found = []
    for one in changes:
        came = [at for item, version, _, at in inbox.taken if item == one["item"] and version >= one["version"]]
        found.append(min(came) - one["at"])
    return sorted(found)

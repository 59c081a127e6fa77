"""Two workers that are killed again and again tell all there is; and how soon webhooks come where nobody is."""

import logging
import signal

import pytest

from tests.journeys.webhook_workers import delays, each_in_order, told

logger = logging.getLogger(__name__)


@pytest.mark.database
def test_workers_that_are_killed_again_and_again_tell_all_in_order(
    tmp_path, django_db_setup, django_db_blocker
) -> None:
    ends = [signal.SIGKILL, signal.SIGTERM, signal.SIGKILL]
    changes, inbox = told(tmp_path, django_db_blocker, rounds=12, ends=ends, items=40, refuses_each=5, patience=300)
    each_in_order(inbox)
    logger.warning("%s changes, %s messages taken", len(changes), len(inbox.taken))


@pytest.mark.database
def test_webhooks_come_within_a_second(tmp_path, django_db_setup, django_db_blocker) -> None:
    changes, inbox = told(tmp_path, django_db_blocker, rounds=40, ends=[], items=400, refuses_each=0)
    found = delays(changes[1:], inbox)  # before the first, the workers were still starting
    figures = {"median": found[len(found) // 2], "95 %": found[int(len(found) * 0.95)], "longest": found[-1]}
    logger.warning("%s changes: %s", len(found), {name: round(value, 3) for name, value in figures.items()})

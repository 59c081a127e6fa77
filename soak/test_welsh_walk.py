"""The administration over the whole demo, in Welsh: every screen for every group, each form sent empty."""

import logging
from collections import Counter

import pytest

from cms.desk.workflow.groups.standard_groups import ROLES
from tests.factories.demo import load_demo
from tests.welsh.screen_texts import Written, recorded
from tests.welsh.test_screens import FOR_PROGRAMS, walk_of

logger = logging.getLogger(__name__)


@pytest.mark.django_db
def test_nobody_who_works_on_the_demo_in_welsh_is_told_anything_in_english() -> None:
    load_demo()
    written = Written()
    for role in ("", *ROLES):
        missing: Counter[str] = Counter()
        walk = walk_of(*filter(None, [role]))
        with recorded(missing):
            walk.from_("/admin/")
        logger.info("%s: %s views, %s answers", role or "superuser", len(walk.visited), len(walk.answers))
        assert not walk.failed, role
        assert not walk.nothing, role
        assert not walk.left(written), role
        assert set(missing) <= FOR_PROGRAMS, role

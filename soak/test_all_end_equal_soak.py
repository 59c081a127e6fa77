"""As tests/following/test_all_end_equal.py: 8 editors with 200 pairs each, or as many as `EDITORS` and `PAIRS` say.

Once with nobody killed, once with all who follow, take webhooks or send them killed again and again.
"""

import dataclasses
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from tests.following.everybody import Cast, check_messages, play

logger = logging.getLogger(__name__)
ALIVE = Cast(
    editors=int(os.environ.get("EDITORS") or 8),
    pairs=int(os.environ.get("PAIRS") or 200),
    clients=2,
    pollers=2,
    listeners=2,
    workers=2,
    servers=2,
)
KILLED = dataclasses.replace(ALIVE, follower_lives=(0.5, 15.0), receiver_lives=(0.5, 20.0), worker_lives=(5.0, 90.0))


@pytest.mark.postgres
@pytest.mark.parametrize("cast", [ALIVE, KILLED], ids=["alive", "killed"])
def test_whoever_follows_many_editors_ends_with_the_export(
    cast: Cast, tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    ended = play(cast, tmp_path, django_db_blocker, patience=1800)
    check_messages(ended.messages)
    logger.warning("%s", ended.figures)

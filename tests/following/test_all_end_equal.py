"""Editors release pairs beside each other while partners follow in every way, and die meanwhile: all copies are the export.

`make soak` has 8 editors with 200 pairs each.
"""

from pathlib import Path
from typing import Any

import pytest

from .everybody import Cast, check_messages, play

FEW = Cast(
    editors=2, pairs=4, clients=1, pollers=1, listeners=1, workers=1, servers=1, follower_lives=(0.5, 3.0),
    receiver_lives=(0.5, 3.0), worker_lives=(4.0, 8.0), most_deaths=2,
)  # fmt: skip


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.database
def test_whoever_follows_ends_with_the_export_whatever_dies(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    ended = play(FEW, tmp_path, django_db_blocker, patience=120, hurries=True)
    check_messages(ended.messages)
    assert all(ended.figures["deaths"].values()), ended.figures

"""As tests/server/test_memory.py, 67,000 requests of each kind or as many as `TIMES` says, on the suite's database."""

import logging
import os
from typing import Any

import pytest

from tests.server.flood import KINDS, ceilings, flood, memory, working
from tests.server.running import running

logger = logging.getLogger(__name__)
TIMES = int(os.environ.get("TIMES") or 67_000)


@pytest.mark.database
def test_no_long_flood_brings_a_process_past_its_ceiling(django_db_setup: None, django_db_blocker: Any) -> None:
    most = ceilings()
    with running(django_db_blocker, workers=2, TRUST_PROXY_HEADERS="1") as server, working(server) as worker:
        for kind in KINDS:
            flood(server, kind, TIMES)
            found = memory(server, worker)
            logger.warning("%s: %s", kind.__name__, found)
            assert [one for one in found if one[1] > most[one[0]]] == []

"""As tests/server/test_memory.py, 67,000 requests of each kind or as many as `TIMES` says, on the suite's database."""

import logging
import os
from pathlib import Path
from typing import Any

import pytest

from tests.server.flood import KINDS, ceilings, flood, memory, search_of_its_own, working
from tests.server.running import running
from tests.server.test_memory import ENGINES

logger = logging.getLogger(__name__)
TIMES = int(os.environ.get("TIMES") or 67_000)
# Each flood comes in so many parts, so that the log shows whether what is held levels off.
PARTS = 10


@pytest.mark.database
@pytest.mark.parametrize("elasticsearch", ENGINES)
def test_no_long_flood_brings_a_process_past_its_ceiling(
    elasticsearch: bool, tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    most = ceilings()
    with (
        search_of_its_own(tmp_path, elasticsearch=elasticsearch) as search,
        running(django_db_blocker, workers=2, TRUST_PROXY_HEADERS="1", **search) as server,
        working(server) as worker,
    ):
        for kind in KINDS:
            for part in range(1, PARTS + 1):
                flood(server, kind, TIMES // PARTS)
                found = memory(server, worker)
                logger.warning("%s, %s of %s: %s", kind.__name__, part * TIMES // PARTS, TIMES, found)
                assert [one for one in found if one[1] > most[one[0]]] == []

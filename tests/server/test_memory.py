"""The memory of the real server's processes after floods. soak/test_memory.py has longer ones."""

from typing import Any

import pytest

from tests.server.flood import KINDS, an_address, ceilings, flood, memory, working
from tests.server.running import running

pytestmark = pytest.mark.xdist_group("server")


@pytest.mark.long
def test_no_flood_brings_a_process_past_its_ceiling(django_db_setup: None, django_db_blocker: Any) -> None:
    with running(django_db_blocker, TRUST_PROXY_HEADERS="1") as server, working(server) as worker:
        for kind in KINDS:
            # These are given from memory: quick, and enough of them to hold all that clients write themselves.
            flood(server, kind, 6_000 if kind is an_address else 100)
        server.edit("English: after the flood")
        found, most = memory(server, worker), ceilings()
    assert {name for name, _ in found} == most.keys()
    assert [one for one in found if one[1] > most[one[0]]] == []

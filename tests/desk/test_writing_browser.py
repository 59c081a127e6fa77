"""Somebody writes in a page, in a real browser: what becomes of what they paste, and of all of it when they are logged out."""

import json

import pytest
from django.utils.translation import gettext, override

from tests.desk.desk_browser import DeskBrowser

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
TEXT = "document.querySelector('.Draftail-Editor [contenteditable=true]')"
PASTE = """(html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', 'no table');
  const paste = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
  document.querySelector('.Draftail-Editor [contenteditable=true]').dispatchEvent(paste);
})"""
FROM_WORD = """<html><body><p class="MsoNormal">Before<del>Deleted</del><a style='mso-comment-reference:JS_1'></a>
  <span class="MsoCommentReference"><a href="#_msocom_1">[JS1]</a></span></p><table class="MsoTableGrid">
  <tr><td><p class="MsoNormal">Stage</p></td><td><p>Who</p></td><td><p>When</p></td></tr>
  <tr><td><p>Placement</p></td><td><p>The
    agency</p></td><td><p><o:p>&nbsp;</o:p></p></td></tr>
</table><p>After</p><div style='mso-element:comment-list'><div style='mso-element:comment'><p class="MsoCommentText">A comment
</p></div></div></body></html>"""
SAVE = "document.querySelector('#page-edit-form .action-save')"


def logged_in_elsewhere(desk: DeskBrowser, name: str) -> None:
    """In another tab, from which they come back."""
    desk.tab.run(f"{LOG_IN}({json.dumps(name)})")
    desk.tab.run("window.dispatchEvent(new Event('focus'))")


def test_who_is_logged_out_while_writing_is_told_and_loses_nothing(desk: DeskBrowser) -> None:
    desk.log_in(desk.administrator)
    desk.tab.open(f"{desk.url}/admin/pages/{desk.draft}/edit/")
    desk.tab.await_true(KNOWN)
    desk.log_out()
    desk.write("#id_title", until=f"{NOTICE}?.dataset.sessionNotice === 'out'")
    title = desk.tab.run("document.querySelector('#id_title').value")
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


def test_a_table_that_is_pasted_into_a_text_comes_in_a_row_a_line_without_what_word_does_not_print(
    desk: DeskBrowser,
) -> None:
    desk.log_in(desk.administrator)
    desk.tab.open(f"{desk.url}/admin/pages/{desk.draft}/edit/")
    desk.tab.await_true(f"!!{TEXT}")
    desk.tab.run(f"{TEXT}.focus()")
    desk.tab.run(f"{PASTE}({json.dumps(FROM_WORD)})")
    lines = "Before\nStage | Who | When\nPlacement | The agency |\nAfter"
    desk.tab.await_true(f"{TEXT}.innerText.includes({json.dumps(lines)})")
    assert not desk.tab.run(f"/Deleted|JS|comment/.test({TEXT}.innerText)")
    assert "table block" in desk.tab.run("document.querySelector('[data-pasted-table]').innerText")
    desk.look()

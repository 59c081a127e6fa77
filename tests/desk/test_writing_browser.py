"""Somebody writes in a page, in a real browser: what becomes of what they paste."""

import json

import pytest

from tests.desk.desk_browser import DeskBrowser

pytestmark = pytest.mark.database
TEXT = "document.querySelector('.Draftail-Editor [contenteditable=true]')"
PASTE = """(html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', 'no table');
  const paste = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
  document.querySelector('.Draftail-Editor [contenteditable=true]').dispatchEvent(paste);
})"""
FROM_WORD = """<html><body><h2>Before</h2><p class="MsoNormal">Near<del>Deleted</del><a style='mso-comment-reference:JS_1'></a>
  <span class="MsoCommentReference"><a href="#_msocom_1">[JS1]</a></span></p><table class="MsoTableGrid">
  <tr><td><p class="MsoNormal">Stage</p></td><td><p>Who</p></td><td><p>When</p></td></tr>
  <tr><td><p>Placement</p></td><td><p>The
    agency</p></td><td><p><o:p>&nbsp;</o:p></p></td></tr>
</table><p>After</p><div style='mso-element:comment-list'><div style='mso-element:comment'><p class="MsoCommentText">A comment
</p></div></div></body></html>"""
ROWS = r"Stage \| Who \| When\nPlacement \| The agency \|"


def test_a_table_that_is_pasted_into_a_text_comes_in_a_row_a_line_without_what_word_does_not_print(
    desk: DeskBrowser,
) -> None:
    desk.log_in(desk.administrator)
    desk.tab.open(f"{desk.url}/admin/pages/{desk.drafts['text']}/edit/")
    desk.tab.await_true(f"!!{TEXT}")
    desk.tab.run(f"{TEXT}.focus()")
    desk.tab.run(f"{PASTE}({json.dumps(FROM_WORD)})")
    desk.tab.await_true(f"/Before\\s*\\n+Near\\s*\\n{ROWS}\\n+After/.test({TEXT}.innerText)")
    assert not desk.tab.run(f"/Deleted|JS|comment/.test({TEXT}.innerText)")
    said = desk.tab.run("document.querySelector('[data-pasted]').innerText")
    assert "floc tabl" in said
    assert "floc pennawd" in said
    assert "floc delwedd" not in said
    desk.look()


def test_a_cell_of_several_paragraphs_that_is_pasted_into_a_table_stays_one_cell(desk: DeskBrowser) -> None:
    desk.log_in(desk.administrator)
    desk.tab.open(f"{desk.url}/admin/pages/{desk.drafts['table']}/edit/")
    cell = "document.querySelector('.handsontable .ht_master tbody tr:nth-child(2) td')"
    desk.tab.await_true(f"!!{cell}")
    desk.tab.run(f"{cell}.scrollIntoView({{block: 'center'}})")
    for kind in ("mousedown", "mouseup"):
        desk.tab.run(f"{cell}.dispatchEvent(new MouseEvent('{kind}', {{bubbles: true, button: 0}}))")
    desk.tab.await_true("!!document.querySelector('#HandsontableCopyPaste')")
    html = (
        "<table><tr><td><p>Placement</p><p>with the carers</p></td><td><p>The agency</p></td></tr>"
        "<tr><td>Order</td><td>The court</td></tr></table>"
    )
    desk.tab.run(
        f"{PASTE.replace('.Draftail-Editor [contenteditable=true]', '#HandsontableCopyPaste')}({json.dumps(html)})"
    )
    kept = "JSON.parse(document.querySelector('input[name^=\"body-\"][value*=table_header_choice]').value).data"
    desk.tab.await_true(f"{kept}[2][0] === 'Order'")
    rows = [["Stage", "Who"], ["Placement with the carers", "The agency"], ["Order", "The court"]]
    assert desk.tab.run(kept) == rows

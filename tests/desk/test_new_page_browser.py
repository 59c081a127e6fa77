"""A new page in a browser: somebody saves it at the very moment at which autosave is on its way with it."""

import json
from typing import Any

from tests.desk.desk_browser import DeskBrowser


def api(desk: DeskBrowser, query: str) -> Any:
    """What Wagtail's own API for its screens answers to whoever is logged in."""
    return desk.tab.run(f"fetch({json.dumps(f'/admin/api/main/pages/{query}')}).then(answer => answer.json())")


def test_a_page_that_is_saved_while_autosave_saves_it_is_one_page_and_has_its_last_words(desk: DeskBrowser) -> None:
    desk.log_in(desk.administrator)
    page = next(iter(desk.journeys.values()))["pages"]["cy"]
    home = api(desk, f"{page}/?fields=parent")["meta"]["parent"]["id"]
    before = api(desk, f"?child_of={home}")["meta"]["total_count"]
    desk.tab.open(f"{desk.url}/admin/pages/add/home/landingpage/{home}/")
    desk.tab.run(
        """(() => {
          const plain = window.fetch;
          window.fetch = (address, ...others) => {
            const asked = plain(address, ...others);
            if (`${address}`.includes('/pages/add/')) {
              document.querySelector('[name=summary]').value = 'Cymraeg: the last words';
              document.querySelector('#page-edit-form').requestSubmit();
            }
            return asked;
          };
        })()"""
    )
    desk.tab.run("document.querySelector('[name=title]').value = 'Cymraeg: a new page'")
    desk.write("[name=title]", until="/^.admin.pages.\\d+.edit.$/.test(location.pathname)")
    desk.tab.await_true("document.readyState === 'complete'")
    assert desk.tab.run("document.querySelector('[name=summary]').value") == "Cymraeg: the last words"
    assert api(desk, f"?child_of={home}")["meta"]["total_count"] == before + 1

"""What scripts show in the administration in Welsh: the catalogues that they are given, and screens in a real browser."""

import json
import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polib
import pytest
from django.urls import reverse

from tests.desk.people import client_of, member
from tests.embed.browser import CHROMIUM, REQUIRED

from .marked_browser import SITE, MarkedBrowser, wrapped_catalogue
from .screen_texts import BEGINS, ENDS, Written, recorded, unsaid
from .small_library import small_library

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("small_library")]
# Which address gives which package's scripts their words.
CATALOGUES = {
    "wagtail.admin": "wagtailadmin_javascript_catalog",
    "wagtail_localize": "wagtail_localize:javascript_catalog",
}

# Nothing but placeholders.
SAME = {"%(time_zone_option)s: %(localized_time_zone_label)s"}


def msgids(package: str) -> set[str]:
    """What a package's scripts ask for, by its own English catalogue."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    catalogue = polib.pofile(str(Path(spec.origin).parent / "locale/en/LC_MESSAGES/djangojs.po"))
    return {f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid for entry in catalogue}


@pytest.mark.parametrize("package", CATALOGUES)
def test_scripts_are_given_welsh_for_all_they_ask(package: str) -> None:
    script = client_of(member(superuser=True)).get(reverse(CATALOGUES[package])).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)
    assert found is not None
    given: dict[str, Any] = json.loads(found[1])
    asked = msgids(package)
    assert len(asked) > 10
    assert {one for one in asked - SAME if given.get(one, one) == one} == set()


# What is done on a screen before it is read again: everything that opens is opened.
OPENED = """
[...document.querySelectorAll('summary, [aria-expanded=false], .c-sf-add-button, [data-a11y-dialog-show]')]
  .slice(0, 60).forEach(one => one.click())
"""


# A button of the calendar for choices that are saved apart, which Wagtail's never are: it stays hidden.
HIDDEN = {"Save Selected"}


@pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="there is no Chromium")
def test_no_script_shows_anything_in_english() -> None:
    library = small_library()
    client = client_of(member(superuser=True))
    client.raise_request_exception = False
    missing: Counter[str] = Counter()
    written = Written()
    twin = library.pages[3].get_translations().get()
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[library.pages[0].pk]),
        *(
            reverse("wagtailadmin_pages:edit", args=[page.pk])
            for page in (library.with_blocks, library.in_workflow, twin)
        ),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailadmin_account"),
    ]
    left: dict[str, str] = {}
    unknown: set[str] = set()
    with recorded(missing), wrapped_catalogue():
        browser = MarkedBrowser(client)
        try:
            for address in addresses:
                browser.open(f"{SITE}{address}")
                for script in ("0", OPENED):
                    browser.run(f"{script}; new Promise(done => setTimeout(done, 400))")
                    left |= {found: address for one in browser.texts() if (found := written.left(unsaid(one)))}
                unknown |= set(browser.unknown())
            moment = browser.run("new Intl.DateTimeFormat([], {}).format(new Date(2026, 10, 29, 14, 5))")
        finally:
            browser.close()
    assert unknown == set()
    assert set(left) <= HIDDEN, left
    assert moment.replace(BEGINS, "").replace(ENDS, "") == "29 Tachwedd 2026, 14:05"
    assert not missing

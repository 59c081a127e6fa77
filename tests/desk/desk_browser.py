"""The administration in a real browser: what somebody sees, clicks and types there, and what axe finds."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.embed.browser import Tab, faults_of
from tests.server.running import HOST, Running

# The language that is written first, and that of the screens.
JOURNEYS = ("en-cy", "en-en", "cy-cy")
SCREEN = (1280, 900)
# Wagtail's own screens, lists and forms: what axe finds in them is not ours.
PLAIN = ("reports/site-history/", "pages/search/?q=e", "images/add/", "images/multiple/add/", "locales/new/")


# Tables that reach beyond a screen, or beyond what shows a part of it, and that nothing scrolls to.
CUT_OFF = """[...document.querySelectorAll('table')].filter(one => one.checkVisibility()).filter(table => {
  for (let one = table, right = one.getBoundingClientRect().right; one; one = one.parentElement) {
    const box = one.getBoundingClientRect();
    if (['auto', 'scroll'].includes(getComputedStyle(one).overflowX)) right = box.right;
    if (getComputedStyle(one).overflowX !== 'visible' && right > box.right + 1) return true;
    if (one === document.documentElement) return right > innerWidth + 1;
  }
}).map(table => table.outerHTML.slice(0, 120))"""

# Of the menu: what ends the journey, and what scripts ask.
NO_SCREENS = ("/admin/logout/", "/admin/api/")

# Those of its list of who else has a page open, which no plain screen shows to one alone.
WHILE_TWO_EDIT = 'button-name button class="w-editing-sessions__session" type="button"'
# Its editor of formatted text, which no plain screen has.
FORMATTED_TEXT = 'aria-input-field-name div class="notranslate public-DraftEditor-content"'


@dataclass
class DeskBrowser:
    """The server, the browser, and how often somebody has clicked.

    `journeys` are the pages of each, `screens` the addresses of all our screens, which the `administrator` sees,
    `drafts` are pages to write in, by the kind of their block, and `of_wagtail` the faults of Wagtail's own.
    """

    server: Running
    tab: Tab
    journeys: dict[str, Any]
    screens: list[str]
    administrator: str
    drafts: dict[str, int]
    clicks: int = 0
    of_wagtail: set[str] = field(default_factory=lambda: {WHILE_TWO_EDIT, FORMATTED_TEXT})

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server.port}"

    def learn_of_wagtail(self) -> None:
        """What its plain screens have already."""
        self.show(*SCREEN)
        self.log_in(self.administrator)
        for address in PLAIN:
            self.tab.open(f"{self.url}/admin/{address}")
            self.of_wagtail |= {kind_of(fault) for fault in faults_of(self.tab)}

    def status(self, address: str) -> int:
        """How the server answers somebody who is logged in as the browser is; 0 with what is no document of its own."""
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in self.tab.call("Network.getCookies")["cookies"])
        response, body = self.server.ask(address, headers={"Cookie": cookies, "Accept": "text/html"})
        return response.status if response.status != 200 or b"<html" in body[:2000] else 0

    def faults_at(self, address: str) -> list[str]:
        """What is wrong with the screen of an address."""
        self.tab.open(f"{self.url}{address}")
        return self.faults()

    def log_out(self) -> None:
        """As if nobody had ever come."""
        self.tab.call("Network.clearBrowserCookies")

    def log_in(self, username: str) -> None:
        """Leads to the first screen."""
        self.log_out()
        self.tab.open(f"{self.url}/admin/login/")
        self.tab.run(f"document.querySelector('[name=username]').value = '{username}'")
        self.tab.run("document.querySelector('[name=password]').value = 'afon'")
        self.tab.follow("document.querySelector('[name=password]').form.querySelector('[type=submit]').click()")
        assert self.tab.run("location.pathname") == "/admin/", username

    def click(self, selector: str, words: str = "") -> None:
        """Clicks what somebody sees, which leads to another screen."""
        self.clicks += 1
        seen = (
            f"[...document.querySelectorAll({json.dumps(selector)})].find(one => one.checkVisibility() "
            f"&& one.textContent.includes({json.dumps(words)}))"
        )
        self.tab.await_true(f"!!{seen}")
        self.tab.follow(f"{seen}.click()")
        self.look()

    def type(self, text: str, field: str = "") -> None:
        """Types in the place of what is in a field, or in that where the cursor is."""
        if field:
            self.tab.await_true(f"document.querySelector({json.dumps(field)})?.checkVisibility()")
            self.tab.run(f"document.querySelector({json.dumps(field)}).focus()")
        self.tab.run("document.activeElement.select()")
        self.tab.call("Input.insertText", text=text)

    def enter(self) -> None:
        """Presses Enter in the field where the cursor is, which sends the form as if its first button had been clicked."""
        self.tab.run("window.before = true")
        self.tab.press("Enter", text="\r")
        self.tab.await_true("!window.before && document.readyState === 'complete'")

    def words(self) -> str:
        return str(self.tab.run("document.querySelector('main').innerText"))

    def look(self) -> None:
        """The screen has no fault that axe knows, and fits one 320 wide."""
        found = self.faults()
        assert not found, "\n".join([self.tab.run("location.href"), *found])

    def faults(self) -> list[str]:
        """What is wrong with the screen, but for what is wrong with Wagtail's."""
        # What moves or fades in is looked at when it has come to rest.
        self.tab.run("document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } })")
        found = [fault for fault in faults_of(self.tab) if kind_of(fault) not in self.of_wagtail]
        self.show(320, 640)
        width = self.tab.run("document.documentElement.scrollWidth")
        found += [f"cut off on a screen of 320: {table}" for table in self.tab.run(CUT_OFF)]
        self.show(*SCREEN)
        return found if width <= 320 else [*found, f"{width} wide on a screen of 320"]

    def menu(self) -> list[str]:
        """Where the menu beside every screen leads."""
        self.tab.open(f"{self.url}/admin/")
        packed = self.tab.run("document.getElementById('wagtail-sidebar-props').textContent")
        led = sorted(set(re.findall(r'"(/admin/[^"?#]*)"', packed)))
        return [address for address in led if not address.startswith(NO_SCREENS)]

    def show(self, width: int, height: int) -> None:
        """On a screen of a size."""
        self.tab.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )


def kind_of(fault: str) -> str:
    """A fault by its rule and its element, whichever screen that is on."""
    rule, _, element = fault.partition(": <")
    return " ".join([rule, re.split(r"[\s>]", element)[0], *re.findall(r'\b(?:class|name|type)="[^"]*"', element)])

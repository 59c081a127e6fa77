#!/usr/bin/env python
"""Takes the screenshots of the editors' guide from a running demo, in both languages: `make screenshots PORT=8000`.

Chromium is driven over its own protocol through a pipe, so nothing but a Chromium is needed.
"""

import base64
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images" / "editors"
BINARIES = ("chromium", "chromium-browser", "google-chrome")
EDITORS = {"cy": ("golygydd", "sefydlogrwydd"), "en": ("editor", "permanence")}
SET = {
    "cy": {
        "name": "Cadw mewn cysylltiad: canllawiau newydd",
        "note_cy": "Canllawiau newydd.",
        "note_en": "New guidance.",
    },
    "en": {"name": "Staying in touch: new guidance", "note_cy": "Canllawiau newydd.", "note_en": "New guidance."},
}
# The item of the demo of which a new version is held, by its slugs; and one in step, for the stages.
HELD = {"cy": "cadw-mewn-cysylltiad-drwy-lythyr", "en": "staying-in-touch-by-letter"}
IN_STEP = {"cy": "gwybodaeth-i-gynrychiolwyr-cyfreithiol-rhieni", "en": "information-for-parents-legal-representatives"}
LINKED = "introductions-and-moving-in"
REDIRECTS = {"cy": "/cy/llythyrau/", "en": "/en/letters/"}
OTHER = {"cy": "en", "en": "cy"}


class Chromium:
    """One window of a Chromium without a screen."""

    def __init__(self) -> None:
        binary = next(
            (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
        )
        if not binary:
            sys.exit("There is no Chromium.")
        self._profile = tempfile.TemporaryDirectory()
        read, theirs_out = os.pipe()
        theirs_in, write = os.pipe()

        def hand_over() -> None:
            first, second = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self._process = subprocess.Popen(
            [
                binary, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
                f"--user-data-dir={self._profile.name}", "about:blank",
            ],
            close_fds=False, preexec_fn=hand_over, stderr=subprocess.DEVNULL,  # noqa: PLW1509 - one thread
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._read, self._write, self._number, self._session = os.fdopen(read, "rb"), os.fdopen(write, "wb"), 0, ""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.show()

    def show(self, width: int = 1060) -> None:
        """As wide as the pictures are to be."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=1800, deviceScaleFactor=1, mobile=False)

    def call(self, method: str, **params: Any) -> Any:
        """What a method of the protocol answers."""
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._number, "method": method, "params": params, **session}
        self._write.write(json.dumps(message).encode() + b"\0")
        self._write.flush()
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def _message(self) -> bytes:
        found = bytearray()
        while (byte := self._read.read(1)) != b"\0":
            if not byte:
                sys.exit("Chromium has ended.")
            found += byte
        return bytes(found)

    def run(self, script: str) -> Any:
        """What a script says in the page, once it is kept."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", script))
        return answer["result"].get("value")

    def open(self, url: str) -> None:
        """Goes to an address, and waits until what is there has settled."""
        self.call("Page.navigate", url=url)
        self.settle()

    def settle(self) -> None:
        """Waits until the page is loaded and its scripts have had a second."""
        time.sleep(0.5)
        for _ in range(100):
            if self.run("document.readyState") == "complete":
                break
            time.sleep(0.2)
        time.sleep(1.5)

    def shot(self, name: str, *selectors: str, height: int = 700, prepare: str = "") -> None:
        """A picture of the elements, from the first to the last, and a little around them."""
        if prepare:
            self.run(prepare)
            time.sleep(1)
        box = self.run(
            """(selectors => {
                const found = selectors.map(one => document.querySelector(one));
                if (found.includes(null)) throw new Error('not there: ' + selectors[found.indexOf(null)]);
                found[0].scrollIntoView({block: 'center', inline: 'start'});
                const boxes = found.map(one => one.getBoundingClientRect());
                const edge = (side, best) => best(...boxes.map(box => box[side]));
                return [edge('left', Math.min) + scrollX, edge('top', Math.min) + scrollY,
                        edge('right', Math.max) + scrollX, edge('bottom', Math.max) + scrollY];
            })("""
            + json.dumps(selectors)
            + ")"
        )
        left, top, right, bottom = box
        clip = {"x": max(0, left - 16), "y": max(0, top - 16), "width": right - left + 32, "scale": 1}
        clip["height"] = min(bottom - top + 32, height)
        data = self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
        picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
        IMAGES.mkdir(parents=True, exist_ok=True)
        picture.quantize(96, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
        print(f"{name}: {(IMAGES / f'{name}.png').stat().st_size // 1024} kB", flush=True)

    def close(self) -> None:
        """Ends it."""
        self.call("Browser.close")
        self._process.wait(10)


class Desk:
    """The administration of a running demo, as one of its editors sees it."""

    def __init__(self, url: str, language: str) -> None:
        self.url, self.language, self.browser = url, language, Chromium()
        name, password = EDITORS[language]
        self.browser.open(f"{url}/admin/login/")
        self.browser.run(
            f"document.querySelector('[name=username]').value = {json.dumps(name)};"
            f"document.querySelector('[name=password]').value = {json.dumps(password)};"
            "document.querySelector('[name=password]').form.submit()"
        )
        self.browser.settle()

    def page(self, slug: str) -> int:
        """The key of the page that has a slug."""
        listing = json.dumps(f"{self.url}/admin/api/main/pages/?slug={slug}")
        return int(self.browser.run(f"fetch({listing}).then(one => one.json()).then(one => one.items[0].id)"))

    def go(self, path: str) -> None:
        """Opens a screen of the administration."""
        self.browser.open(f"{self.url}/admin/{path}")

    def post(self, path: str, **fields: str) -> str:
        """Sends a form of the administration; returns where that leads."""
        script = f"""(async () => {{
            const data = new FormData();
            data.append('csrfmiddlewaretoken', document.cookie.match(/csrftoken=([^;]+)/)?.[1]
                ?? document.querySelector('[name=csrfmiddlewaretoken]').value);
            for (const [name, text] of Object.entries({json.dumps(fields)})) data.append(name, text);
            return (await fetch('/admin/{path}', {{method: 'POST', body: data}})).url;
        }})()"""
        return str(self.browser.run(script))


def take(desk: Desk) -> None:
    """All of one language."""
    code, shot = desk.language, desk.browser.shot
    english, welsh = desk.page(HELD["en"]), desk.page(HELD["cy"])
    desk.go(f"pages/{english}/edit/")
    opened = "document.querySelector('.footer .w-dropdown__toggle').click()"
    shot(f"publish-menu-{code}", ".footer .tippy-box", ".footer .w-dropdown-button", prepare=opened)
    desk.go(f"pages/{welsh}/edit/")
    shot(f"translation-editor-{code}", "[data-side-by-side] h1", '[data-path="summary"]')
    desk.go(f"public-editions/page/{english}/")
    shot(f"held-{code}", "section[aria-labelledby=held-en]")
    desk.go("public-editions/waiting/")
    shot(f"waiting-{code}", ".listing", ".listing ~ .listing")
    desk.go(f"public-editions/page/{welsh}/dates/")
    shot(f"dates-{code}", "main form")
    desk.go(f"pages/{english}/unpublish/")
    shot(f"unpublish-{code}", "[data-take-down]", "main form")
    desk.go(f"public-editions/page/{english}/take-down/")
    shot(f"notice-{code}", "main form", height=620)
    take_set(desk, english)
    take_desk(desk, english)
    take_stages(desk)


def take_desk(desk: Desk, page: int) -> None:
    """What needs doing, and the screens on which it is found or shown."""
    code, shot = desk.language, desk.browser.shot
    desk.go("")
    shot(f"home-{code}", "#tasks-section", height=900)
    desk.go("parity/")
    shot(f"parity-{code}", ".parity", "#listing-results")
    desk.go("checks/")
    checked = desk.browser.run(
        "document.querySelector('main .listing a[href*=\"/checks/item/\"]').getAttribute('href')"
    )
    desk.go(checked.removeprefix("/admin/"))
    shot(f"checks-{code}", "main h2", "main [data-findings]")
    desk.browser.show(width=1500)
    desk.go(f"previewing/page/{page}/draft/?width=phone")
    shot(f"preview-{code}", "main .preview-choice", ".preview-sides", height=560)
    desk.browser.show()
    desk.go("documents/pairs/")
    shot(f"media-{code}", "main", height=560)
    desk.post("redirects/add/", page=str(page), **REDIRECTS)
    desk.go("redirects/")
    shot(f"redirects-{code}", "main .listing")
    removing = "[...document.querySelectorAll('main a[href*=\\'/remove/\\']')].map(one => one.getAttribute('href'))"
    for address in desk.browser.run(removing):
        desk.post(address.removeprefix("/admin/"))


def take_links(url: str) -> None:
    """What is left of links to a page that is taken down: the last of all, since it stays so."""
    desks = [Desk(url, code) for code in EDITORS]
    desks[0].post(f"pages/{desks[0].page(LINKED)}/unpublish/")
    for desk in desks:
        desk.browser.show(width=1400)
        desk.go("reports/broken-links/")
        desk.browser.shot(f"links-{desk.language}", "main .listing", height=480)
        desk.browser.close()


def take_stages(desk: Desk) -> None:
    """A page and a translation that a colleague has submitted, which takes both out again."""
    code, colleague = desk.language, Desk(desk.url, OTHER[desk.language])
    pages = [desk.page(IN_STEP[language]) for language in ("en", "cy")]
    again = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true}))"
    colleague.go(f"pages/{pages[0]}/edit/")
    colleague.browser.run("document.querySelector('[name=action-submit]').click()")
    colleague.browser.settle()
    colleague.go(f"pages/{pages[1]}/edit/")
    colleague.browser.run(f"document.querySelector('[data-text] textarea').focus(); {again}")
    colleague.browser.settle()
    colleague.post(f"workflow/page/{pages[1]}/submit/")
    desk.go(f"pages/{pages[0]}/edit/")
    opened = "document.querySelector('.footer .w-dropdown__toggle').click()"
    desk.browser.shot(f"approve-{code}", ".footer .tippy-box", ".footer .w-dropdown-button", prepare=opened)
    desk.go(f"pages/{pages[1]}/edit/")
    desk.browser.shot(f"stages-{code}", "[data-stage-panel]")
    for page in pages:
        colleague.post(f"workflow/page/{page}/cancel/")
    colleague.browser.close()


def take_set(desk: Desk, page: int) -> None:
    """A release of several pages, which is cancelled again."""
    url = desk.post("public-editions/releases/new/", **SET[desk.language])
    path = url.partition("/admin/")[2]
    number = path.rstrip("/").rpartition("/")[2]
    desk.post(f"bulk/wagtailcore/page/add_to_release/?id={page}&next=/admin/", release_set=number)
    desk.go(path)
    desk.browser.shot(f"release-{desk.language}", "main", height=760)
    desk.post(f"{path}act/", word="cancel")


if __name__ == "__main__":
    address = f"http://127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}"
    for one in EDITORS:
        demo = Desk(address, one)
        take(demo)
        demo.browser.close()
    take_links(address)

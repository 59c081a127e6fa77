"""A contact's whole way through the partners' pages in a real browser, over the real server, and how the pages look there."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.conf import settings

from cms.content.languages import CODES, Language
from cms.http.deprecations import CONTRACT_VERSION
from cms.portal.account.account_words import ACCOUNT_WORDS
from cms.portal.account.mailed_links import SUBJECT
from cms.portal.account.portal_paths import path_to
from cms.portal.portal_pages import PAGES, ROOT
from tests.embed.browser import Tab, faults_of
from tests.partners.mail_sink import MailSink
from tests.server.running import COMMAND, HOST, Running, answers, free_port, running, until
from tests.webhooks.receivers import Receiver

pytestmark = pytest.mark.database
KEY = re.compile(r"epw_live_[a-z0-9]{8}_[A-Za-z0-9]{32}")
# Seconds within which a revoked key is refused.
WITHIN = 1.0


@dataclass
class Scene:
    """The server, the browser, the mail that was sent, the partner's receiver, and its key that notes an older contract."""

    server: Running
    tab: Tab
    sink: MailSink
    receiver: Any
    old_key: str

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server.port}"

    def open(self, path: str) -> None:
        self.tab.open(self.url + path)
        self.look()

    def press(self, button: str) -> None:
        """Presses a button by the keyboard, and looks at the page that follows."""
        self.tab.run(f"document.querySelector({json.dumps(button)}).focus()")
        self.tab.follow("document.activeElement.click()")
        self.look()

    def text(self) -> str:
        return str(self.tab.run("document.querySelector('main').innerText"))

    def look(self) -> None:
        """The page has no fault that axe knows, and fits a screen 320 wide."""
        where = self.tab.run("location.href")
        assert faults_of(self.tab) == [], where
        self.tab.call("Emulation.setDeviceMetricsOverride", width=320, height=640, deviceScaleFactor=1, mobile=True)
        try:
            assert self.tab.run("document.documentElement.scrollWidth") <= 320, where
        finally:
            self.tab.call("Emulation.clearDeviceMetricsOverride")

    def end_server(self) -> None:
        """Ends the server as an operator does."""
        self.server.process.terminate()
        self.server.process.wait()

    def restart(self) -> None:
        """The same server again, over the same database."""
        self.end_server()
        command = [*COMMAND, "--port", str(self.server.port), "--workers", "1"]
        process = subprocess.Popen(command, env=self.server.environment, cwd=settings.BASE_DIR)
        self.server = replace(self.server, process=process)
        until(lambda: process.poll() is not None or answers(self.server))

    def curl(self, path: str, key: str) -> tuple[int, dict[str, str]]:
        """The status and headers that a partner's curl is given."""
        command = ["curl", "-s", "-D", "-", "-o", "/dev/null", "-H", f"Authorization: Bearer {key}", self.url + path]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        return int(lines[0].split()[1]), headers


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with ExitStack() as stack:
        sink, receiver = stack.enter_context(MailSink()), stack.enter_context(Receiver())
        port = str(free_port())
        ours = dict.fromkeys(("API_URL", "PUBLIC_URL_CY", "PUBLIC_URL_EN", "ADMIN_URL"), f"http://{HOST}:{port}")
        mail = {"EMAIL_URL": sink.url, "EMAIL_FROM": "cms@api.example"}
        server = stack.enter_context(running(django_db_blocker, 1, port, **ours, **mail, WEBHOOKS_TO_LOOPBACK="1"))
        made = [sys.executable, "-m", "tests.partners.portal_scene", receiver.url]
        options: dict[str, Any] = {"env": server.environment, "cwd": settings.BASE_DIR, "text": True}
        old_key = subprocess.run(made, check=True, stdout=subprocess.PIPE, **options).stdout
        tab = Tab()
        stack.callback(tab.close)
        scene = Scene(server, tab, sink, receiver, old_key)
        yield scene
        scene.end_server()


@pytest.mark.parametrize("language", CODES)
def test_every_page_that_anybody_reads_has_no_fault_and_fits_a_phone(scene: Scene, language: Language) -> None:
    for page in PAGES.values():
        scene.open(page.address(language))
    scene.open(PAGES["start"].address(language))
    generator = f'a[href="/embed/{language}/"]'
    scene.press(generator)
    scene.tab.run(f"document.getElementById('address').value = '{scene.url}/{language}/'")
    scene.press("main form button")
    scene.tab.await_true("!!document.querySelector('cynnwys-item').shadowRoot?.querySelector('[data-cynnwys]')")
    pasted = str(scene.tab.run("document.querySelector('textarea').value"))
    assert f'src="{scene.url}/embed/v1/cynnwys.js"' in pasted
    assert f'<cynnwys-item id="{scene.server.item}" language="{language}">' in pasted


def test_a_contact_needs_nobody_to_use_see_and_revoke_a_key(scene: Scene) -> None:
    used = {language: a_key_is_made_used_and_revoked(scene, language) for language in CODES}
    # How much was used is written each minute, and by a server that ends.
    scene.restart()
    for language, prefix in used.items():
        scene.open(path_to("keys", language))
        section = f"document.getElementById('{prefix}').closest('section')"
        shown = str(scene.tab.run(f"{section}.innerText"))
        assert f"{ACCOUNT_WORDS['requests_in_all'].text(language)} 2." in shown
        assert ACCOUNT_WORDS["never"].text(language) not in shown
        assert scene.tab.run(f"{section}.querySelectorAll('svg.use rect[height]:not([height=\"0\"])').length") == 1
    scene.press(f'form[action="{path_to("leave", CODES[-1])}"] button')
    assert scene.tab.run("!!document.getElementById('email')")


def test_a_key_is_told_of_a_newer_contract_until_its_site_follows_it(scene: Scene) -> None:
    path = f"/api/v1/cy/items/{scene.server.item}"
    held = f'"{CONTRACT_VERSION}";current="{CONTRACT_VERSION}"'
    assert scene.curl(path, scene.old_key)[1]["contract-version"] == held.replace(CONTRACT_VERSION, "0.9.0", 1)
    log_in(scene, "en", "followed")
    assert f"0.9.0. {ACCOUNT_WORDS['newer'].text('en')} {CONTRACT_VERSION}." in scene.text()
    scene.press(f'form[action="{path_to("contract", "en")}"] button')
    assert ACCOUNT_WORDS["newer"].text("en") not in scene.text()
    until(lambda: scene.curl(path, scene.old_key)[1]["contract-version"] == held)


def log_in(scene: Scene, language: Language, name: str = "") -> None:
    """As a contact, by the link that is mailed in its language."""
    email = f"{name or language}@vale.example"
    scene.tab.call("Network.clearBrowserCookies")
    before = len(scene.sink.mails)
    scene.open(ROOT.text(language))
    scene.press(f'a[href="{path_to("keys", language)}"]')
    scene.tab.run(f"document.getElementById('email').value = '{email}'")
    scene.press("main form button")
    until(lambda: len(scene.sink.mails) > before)
    mail = scene.sink.mails[-1]
    assert (mail["To"], mail["Subject"]) == (email, SUBJECT.text(language))
    link = re.search(rf"{scene.url}(\S+)", mail.get_content())
    assert link
    scene.open(link[1])
    scene.press("main form button")
    assert scene.tab.run("location.pathname") == path_to("keys", language)


def a_key_is_made_used_and_revoked(scene: Scene, language: Language) -> str:
    """The contact's way, in one language; gives the prefix of the key."""
    log_in(scene, language)
    scene.press('form:has(input[value="live"]) button')
    (key,) = set(KEY.findall(scene.text()))
    scene.open(path_to("keys", language))
    assert not KEY.search(scene.text())

    path = f"/api/v1/{language}/items/{scene.server.item}"
    status, headers = scene.curl(path, key)
    assert (status, headers["ratelimit-policy"]) == (200, '"key";q=120000;w=60')
    assert re.fullmatch(r'"key";r=\d+;t=\d+', headers["ratelimit"])
    assert [scene.curl(path, key)[0], scene.curl(path, f"{key[:-1]}!")[0]] == [200, 401]

    told = len(scene.receiver.requests)
    scene.server.edit(f"Cartref {language}")
    until(lambda: len(scene.receiver.requests) > told)
    scene.press(f'a[href="{path_to("deliveries", language)}"]')
    scene.tab.await_true(f"document.querySelector('main').innerText.includes('{scene.server.item}')")
    assert scene.receiver.url in scene.text()

    scene.open(path_to("keys", language))
    prefix = key[:17]
    scene.press(f'section[aria-labelledby="{prefix}"] form:last-of-type button')
    assert ACCOUNT_WORDS["revoked"].text(language) in scene.text()
    time.sleep(WITHIN)
    assert scene.curl(path, key)[0] == 401
    return prefix

"""The translators' screen in a real browser: its shortcuts, two who write one text, failed saves, leaving before a save."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings

from tests.embed.browser import Tab
from tests.server.running import HOST, free_port, running

pytestmark = pytest.mark.database
CONTROL, ALT = 2, 1
KEYS = {"Enter": 13, "ArrowUp": 38, "ArrowDown": 40}
TROUBLE = "document.querySelector('[data-trouble]')"


class Screen:
    """The translation of a pair, as its translator has it open."""

    def __init__(self, tab: Tab, url: str, name: str, page: int) -> None:
        self.tab, self.address = tab, f"{url}/admin/pages/{page}/edit/"
        tab.open(f"{url}/admin/login/")
        tab.run(f"document.querySelector('[name=username]').value = '{name}'")
        tab.run("document.querySelector('[name=password]').value = 'afon'")
        tab.follow("document.querySelector('[name=password]').form.querySelector('[type=submit]').click()")
        self.open()

    def open(self) -> None:
        """Opens the screen, anew."""
        self.tab.open(self.address)
        self.tab.await_true(
            "document.readyState === 'complete' && !!document.querySelector('[data-side-by-side] textarea')"
        )

    def row(self, path: str) -> str:
        return f"document.querySelector('[data-text][data-path={json.dumps(path)}]')"

    def field(self, path: str) -> str:
        return f"{self.row(path)}.querySelector('textarea')"

    def text(self, path: str) -> str:
        return str(self.tab.run(f"{self.field(path)}.value"))

    def type(self, path: str, text: str) -> None:
        """Types in the place of what is in a field."""
        self.tab.run(f"{self.field(path)}.focus()")
        self.tab.run(f"{self.field(path)}.select()")
        self.tab.call("Input.insertText", text=text)

    def press(self, key: str, modifiers: int) -> None:
        for kind in ("keyDown", "keyUp"):
            self.tab.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS[key], modifiers=modifiers
            )  # fmt: skip

    def await_state(self, path: str, state: str) -> None:
        """Until a text has a state and is saved."""
        self.tab.await_true(f"{self.row(path)}.dataset.state === '{state}'")
        self.tab.await_true(f"!Object.keys(localStorage).some(key => key.endsWith({self.row(path)}.dataset.segment))")

    def await_focus(self, path: str) -> None:
        self.tab.await_true(f"document.activeElement === {self.field(path)}")

    def is_online(self, state: bool) -> None:
        """Whether the server can be reached."""
        self.tab.call(
            "Network.emulateNetworkConditions", offline=not state, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    def warns_of_leaving(self) -> bool:
        return not self.tab.run("window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")


@pytest.fixture(scope="module")
def screen(django_db_setup: None, django_db_blocker: Any) -> Iterator[Screen]:
    with ExitStack() as stack:
        port = str(free_port())
        ours = dict.fromkeys(("API_URL", "PUBLIC_URL_CY", "PUBLIC_URL_EN", "ADMIN_URL"), f"http://{HOST}:{port}")
        server = stack.enter_context(
            running(django_db_blocker, 1, port, **ours, RELEASE_POLICY="together", LINK_CHECKS="0")
        )
        command = [sys.executable, "-m", "tests.desk.desk_scene", "en-cy"]
        told = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, env=server.environment, cwd=settings.BASE_DIR
        )
        tab = Tab()
        stack.callback(tab.close)
        yield Screen(
            tab, f"http://{HOST}:{port}", "en-cy-writer", json.loads(told.stdout)["journeys"]["en-cy"]["pages"]["cy"]
        )


def test_every_shortcut_does_what_the_screen_says(screen: Screen) -> None:
    said = screen.tab.run(
        "[...document.querySelectorAll('[data-side-by-side] kbd')].map(one => one.textContent).join(' ')"
    )
    assert said == "Ctrl Enter Alt ↓ Alt ↑"
    for path in ("title", "summary"):
        screen.type(path, f"Cymraeg: {path}")
        screen.await_state(path, "draft")
    screen.press("ArrowUp", ALT)
    screen.await_focus("title")
    screen.press("ArrowDown", ALT)
    screen.await_focus("summary")
    screen.press("Enter", CONTROL)
    screen.await_state("summary", "translated")
    screen.await_focus("title")
    screen.press("Enter", CONTROL)
    screen.await_state("title", "translated")
    screen.tab.await_true("document.querySelector('[data-unfinished]').textContent === '0'")
    screen.open()
    assert (screen.text("title"), screen.text("summary")) == ("Cymraeg: title", "Cymraeg: summary")


@pytest.mark.parametrize(("button", "left"), [("[data-mine]", "mine"), ("[data-take]", "theirs")])
def test_who_writes_what_somebody_else_has_written_sees_both_and_chooses(
    screen: Screen, button: str, left: str
) -> None:
    screen.open()
    # Texts of this case's own: who writes what is there already changes nothing, and nobody need be asked.
    texts = {whose: f"Cymraeg: {whose}, {button}" for whose in ("mine", "theirs")}
    another = (
        f"(async () => {{ const row = {screen.row('summary')}; const body = new FormData();"
        f"for (const [name, value] of [['text', '{texts['theirs']}'], ['word', 'draft'], ['base', row.dataset.token]])"
        "body.append(name, value);"
        "const headers = {'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value};"
        "return (await fetch(row.dataset.url, {method: 'POST', body, headers})).status })()"
    )
    assert screen.tab.run(another) == 200
    screen.type("summary", texts["mine"])
    conflict = f"{screen.row('summary')}.querySelector('[data-conflict]')"
    screen.tab.await_true(f"!{conflict}.hidden")
    assert texts["theirs"] in screen.tab.run(f"{conflict}.textContent")
    assert screen.text("summary") == texts["mine"]
    screen.tab.run(f"{conflict}.querySelector('{button}').click()")
    screen.tab.await_true(f"{conflict}.hidden")
    screen.await_state("summary", "draft")
    screen.open()
    assert screen.text("summary") == texts[left]


def test_what_cannot_be_saved_is_told_kept_tried_again_and_not_left_by_mistake(screen: Screen) -> None:
    screen.open()
    assert not screen.warns_of_leaving()
    screen.is_online(False)
    screen.type("summary", "Cymraeg: heb rwydwaith")
    screen.tab.await_true(f"!{TROUBLE}.hidden")
    assert screen.tab.run(f"{TROUBLE}.textContent.includes({TROUBLE}.dataset.offline)")
    assert screen.warns_of_leaving()
    screen.is_online(True)
    screen.tab.await_true(f"{TROUBLE}.hidden")
    screen.await_state("summary", "draft")
    assert not screen.warns_of_leaving()
    screen.open()
    assert screen.text("summary") == "Cymraeg: heb rwydwaith"


def test_what_was_written_before_the_browser_was_closed_is_there_and_saved_when_it_is_opened_again(
    screen: Screen,
) -> None:
    screen.open()
    screen.is_online(False)
    screen.type("summary", "Cymraeg: cyn cau")
    screen.tab.await_true(f"!{TROUBLE}.hidden")
    # A browser that is closed asks nobody.
    screen.tab.run(f"{TROUBLE}.hidden = true")
    screen.tab.leave()
    screen.is_online(True)
    screen.open()
    assert screen.text("summary") == "Cymraeg: cyn cau"
    screen.await_state("summary", "draft")
    screen.open()
    assert screen.text("summary") == "Cymraeg: cyn cau"


def test_a_second_click_on_confirm_does_not_confirm_what_was_typed_since(screen: Screen) -> None:
    screen.open()
    row, field = screen.row("summary"), screen.field("summary")
    screen.tab.run(
        f"(() => {{ const write = text => {{ {field}.value = text; {field}.dispatchEvent(new Event('input')) }};"
        f"const confirm = {row}.querySelector('[data-confirm]');"
        "write('Cymraeg: cyntaf'); confirm.click(); confirm.click(); write('Cymraeg: ail') })()"
    )
    screen.await_state("summary", "draft")
    screen.open()
    assert screen.text("summary") == "Cymraeg: ail"
    assert screen.tab.run(f"{row}.dataset.state") == "draft"


def test_a_note_that_is_half_written_outlives_the_sending_of_another_and_goes_when_it_is_sent(screen: Screen) -> None:
    def write(field: str, text: str) -> None:
        screen.tab.run(f"{field}.focus()")
        screen.tab.call("Input.insertText", text=text)

    def send(field: str) -> None:
        screen.tab.follow(f"{field}.form.querySelector('[type=submit]').click()")

    screen.open()
    own, answer = "document.querySelector('#note-text')", "document.querySelector('[data-note-on] textarea')"
    begin = f"{screen.row('summary')}.querySelector('.segment-notes__button').click()"
    screen.tab.run(begin)
    write(own, "Beth yw'r term?")
    send(own)
    screen.tab.run(begin)
    write(own, "Hanner nodyn")
    write(answer, "Canolwr.")
    send(answer)
    assert "Canolwr." in screen.tab.run("document.querySelector('#segment-notes').innerText")
    assert screen.tab.run(f"{answer}.value") == ""
    assert screen.tab.run(f"{own}.value") == "Hanner nodyn"
    assert screen.tab.run("document.querySelector('#note-place').value") == "summary"
    send(own)
    assert screen.tab.run(f"{own}.value") == ""

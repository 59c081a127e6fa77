"""A headless Chromium, spoken to over a pipe (Chrome DevTools Protocol), and another site whose pages it opens."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
AXE = Path(__file__).parent.parent / "embed_browser" / "node_modules" / "axe-core" / "axe.min.js"
# Seconds for what must happen, on any machine.
LONG_ENOUGH = 60.0


class Tab:
    """A page in the browser. `requests` are the addresses that it has asked for, `complaints` what its console complains of."""

    def __init__(self) -> None:
        assert CHROMIUM is not None
        # Some process of the browser may still write while it is deleted.
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_browser, self._writing = os.pipe()
        self._reading, from_browser = os.pipe()
        command = [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--remote-debugging-pipe", f"--user-data-dir={self._folder.name}",
        ]  # fmt: skip
        # It reads from 3 and writes to 4.
        as_it_expects = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            ["bash", "-c", as_it_expects, "bash", *command], pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        self._rest, self._number, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """Has the browser do something, and gives what it answers."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        os.write(
            self._writing,
            json.dumps(message | ({"sessionId": self._session} if self._session else {})).encode() + b"\0",
        )
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, told
                return told["result"]
            self._note(told)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._reading, 65536)
            assert read, "the browser has ended"
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told

    def _note(self, told: dict[str, Any]) -> None:
        parameters = told.get("params", {})
        if told.get("method") == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        if told.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        if told.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"]))

    def open(self, address: str) -> None:
        """Opens a page and waits until it is read."""
        self.requests, self.complaints = [], []
        self.call("Page.navigate", url=address)
        self.await_true("document.readyState === 'complete' && location.href !== 'about:blank'")

    def follow(self, act: str) -> None:
        """Runs what leads to another page, and waits until that is read."""
        self.run("window.before = true")
        self.run(act)
        ends = time.monotonic() + LONG_ENOUGH
        while time.monotonic() < ends:
            # Between two pages there is none to ask.
            with suppress(AssertionError):
                if self.run("!window.before && document.readyState === 'complete'"):
                    return
            time.sleep(0.05)
        raise AssertionError(act)

    def leave(self) -> None:
        """Leaves the page, and waits for what it has asked for to be answered or given up."""
        self.call("Page.navigate", url="about:blank")
        self.await_true("location.href === 'about:blank'")
        time.sleep(0.3)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def await_true(self, script: str) -> None:
        """Waits until an expression in the page is true."""
        ends = time.monotonic() + LONG_ENOUGH
        while not self.run(script):
            assert time.monotonic() < ends, (script, self.complaints)
            time.sleep(0.05)

    def press(self, key: str, text: str = "") -> None:
        """Presses a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27}
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes.get(key, 0),
                text=text if kind == "keyDown" else "",
            )  # fmt: skip

    def close(self) -> None:
        """Ends the browser."""
        with suppress(OSError):
            os.close(self._writing)
        self._process.terminate()
        self._process.wait(timeout=LONG_ENOUGH)
        os.close(self._reading)
        self._folder.cleanup()


def faults_of(tab: Tab) -> list[str]:
    """What axe finds in the whole page, shadow trees included: the rule and the element."""
    if not AXE.exists():
        assert not REQUIRED, "axe-core is not installed"
        pytest.skip("axe-core is not installed: make embed-check")
    tab.run(AXE.read_text() + ";0")
    found = tab.run("axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(found.violations))")
    return [f"{one['id']}: {node['html']}" for one in json.loads(found) for node in one["nodes"]]


@contextmanager
def other_site(page: Callable[[], str], policy: str) -> Iterator[str]:
    """A site of somebody else, with a strict policy of its own: every address has what `page` gives. Gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page().encode() if self.path == "/" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

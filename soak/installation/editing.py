"""A process of its own in which people edit: `editing URL LIBRARY PAUSE`, the library as JSON; it ends when its input does.

At each desk, in turn: a draft is saved that nobody is to see, it is published and waits for its translation, that is written
and goes out with it; a file is uploaded; a pair is deleted and restored. Of each act it writes a line of JSON: milliseconds of
its requests, or that it could not be done now, or what was wrong.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import uuid4

from .admin_session import AdminSession, Fields, LaterError, WrongError
from .library import PASSWORD, names_of

# Seconds in which what was published is to be seen.
SEEN_WITHIN = 10
AGAIN_AFTER = 1.0


class Desk(threading.Thread):
    """Two people and their pages."""

    def __init__(self, number: int, url: str, library: dict[str, Any], pause: float, over: threading.Event) -> None:
        super().__init__()
        self._number, self._url, self._pause, self._over = number, url, pause, over
        self._own, self._spare = library["own"][number], library["spare"][number]
        self._writer, self._checker = AdminSession(url), AdminSession(url)
        self.round, self.shown, self._chance = 0, 0, random.Random(number)

    def run(self) -> None:
        """One act after the other. What cannot be done now is done from its beginning a little later; after one that was wrong
        comes the next round.
        """
        people = zip((self._writer, self._checker), names_of(self._number), strict=True)
        for session, name in people:
            self._act(f"log in {name}", lambda s=session, n=name: s.log_in(n, PASSWORD))
        acts = (self.save_draft, self.publish, self.translate, self.upload, self.delete, self.restore)
        while not self._over.is_set():
            self.round += 1
            for act in acts:
                if not self._act(act.__name__, act):
                    self._take_up()
                    break
                self._over.wait(self._pause * self._chance.uniform(0.5, 1.5))

    def _act(self, name: str, act: Callable[[], None]) -> bool:
        """Whether it went well."""
        while True:
            began, told = time.time(), {"desk": self._number, "act": name}
            for session in (self._writer, self._checker):
                session.taken.clear()
            try:
                act()
            except LaterError as error:
                tell({**told, "at": time.time(), "later": str(error)})
                time.sleep(AGAIN_AFTER)
                continue
            except Exception as error:
                tell({**told, "at": time.time(), "wrong": f"{type(error).__name__}: {error}"})
                return False
            taken = [round(one * 1000) for one in (*self._writer.taken, *self._checker.taken)]
            tell({**told, "at": began, "ms": taken})
            return True

    def _take_up(self) -> None:
        """What readers have, after what was wrong."""
        with suppress(LaterError, HTTPError, ValueError):
            self.shown = int(self._titles()[1].rpartition("-")[2])

    def title(self, language: str) -> str:
        """What the pair is to be called after this round."""
        return f"{'Cymraeg' if language == 'cy' else 'English'}: {self._number}-{self.round}"

    def save_draft(self) -> None:
        """The original is changed, and readers see none of it."""
        page = _edit_address(self._own["pages"]["en"])
        form = self._writer.form(page, _EDITOR)
        self._writer.send(page, form | {"title": self.title("en")})
        self._is_public(self.shown)

    def publish(self) -> None:
        """Somebody else publishes it. It waits for its translation."""
        self._publish(self._own["pages"]["en"])
        self._is_public(self.shown)

    def translate(self) -> None:
        """What has changed is brought in, written and released, with the original."""
        page = _edit_address(self._own["pages"]["cy"])
        screen = self._writer.open(page)
        form = {"csrfmiddlewaretoken": str(screen.select_one("[name=csrfmiddlewaretoken]")["value"])}
        bring_in = screen.select_one("[formaction*='/bring-in/'], form[action*='/bring-in/']")
        if bring_in is not None:
            screen, _ = self._writer.send(bring_in.get("formaction") or bring_in["action"], form)
        row = screen.select_one('[data-text][data-path="title"]')
        if row is None:
            raise WrongError("the translators' screen has no title")
        text = {"text": self.title("cy"), "word": "confirm", "base": row["data-token"]}
        self._writer.save(row["data-url"], form | text)
        self._release(self._own["pages"]["cy"])
        self._is_public(self.round, within=SEEN_WITHIN)
        self.shown = self.round

    def upload(self) -> None:
        """A file is in the administration, and nowhere else as long as no page has it."""
        name, add = f"ffurflen-{uuid4().hex}.pdf", "/admin/documents/add/"
        form = self._writer.form(add, "form[enctype]") | {"title": name, "language": "mul"}
        _, at = self._writer.send(add, form, (name, b"%PDF-1.4 " + name.encode()))
        listed = self._writer.open("/admin/documents/?ordering=-created_at").select("a[href]")
        link = next((one["href"] for one in listed if one.get_text(strip=True) == name), None)
        if link is None:
            raise WrongError(f"the upload was refused: {at}")
        stored = self._writer.open(link).select_one(f"a[href*='{name}']")
        if stored is None or self._status(stored["href"]) != 404:
            raise WrongError(f"{name} is not kept, or is public")

    def delete(self) -> None:
        """Both languages of the spare pair go to the bin, if a deletion that was not answered has not brought them there."""
        page = self._spare["pages"]["en"]
        if self._checker.has(_edit_address(page)):
            address = f"/admin/pages/{page}/delete/"
            self._checker.send(address, self._checker.form(address, "form[action*='/delete/']"))
        self._spare_is(410)

    def restore(self) -> None:
        """They come back as they were, and are published again."""
        if not self._checker.has(_edit_address(self._spare["pages"]["en"])):
            address = self._way_back()
            screen, _ = self._checker.send(address, self._checker.form(address, "form[method=post][novalidate]"))
            if not self._checker.has(_edit_address(self._spare["pages"]["en"])):
                said = [message.get_text(" ", strip=True) for message in screen.select(".messages")]
                raise WrongError(f"the spare pair was not restored: {said}")
        self._publish(self._spare["pages"]["en"])
        self._release(self._spare["pages"]["cy"])
        self._spare_is(200)

    def _way_back(self) -> str:
        """Where the spare pair is restored. A list counts its rows before it reads them, and leaves out the last where another
        came first in between: then it is looked at again, as people do.
        """
        until = time.monotonic() + SEEN_WITHIN
        while True:
            rows = self._checker.open("/admin/reports/bin/").select("tr")
            for row in rows:
                link = row.select_one("a[href^='/admin/reports/bin/'][href$='/restore/']")
                if link is not None and f"spare {self._number}-0" in row.get_text():
                    return str(link["href"])
            if time.monotonic() > until:
                raise WrongError(f"the bin has {[row.get_text(' ', strip=True) for row in rows]}")

    def _publish(self, page: int) -> None:
        """A page, by who checks, as it stands."""
        address = _edit_address(page)
        form = self._checker.form(address, _EDITOR)
        self._checker.send(address, form | {"action-publish": "action-publish"})

    def _release(self, page: int) -> None:
        """A translation, by who checks."""
        address = _edit_address(page)
        self._checker.send(address, {"csrfmiddlewaretoken": self._checker.csrf(address), "action": "publish"})

    def _is_public(self, round_: int, within: float = 0) -> None:
        """Both languages of the desk's pair say what they said after a round."""
        wanted = [f"{mark}: {self._number}-{round_}" for mark in ("Cymraeg", "English")]
        until = time.monotonic() + within
        while (found := self._titles()) != wanted:
            if time.monotonic() > until:
                raise WrongError(f"round {round_}: readers have {found}")
            time.sleep(0.2)

    def _titles(self) -> list[str]:
        both = json.loads(self._read(f"/api/v1/items/{self._own['item']}?lang=cy,en"))
        return [both[code]["title"] for code in ("cy", "en")]

    def _spare_is(self, status: int) -> None:
        until = time.monotonic() + SEEN_WITHIN
        while (found := self._status_of_spare()) != {status}:
            if time.monotonic() > until:
                raise WrongError(f"the spare pair answers {found}, not {status}")
            time.sleep(0.2)

    def _status_of_spare(self) -> set[int]:
        return {self._status(f"/api/v1/{code}/items/{self._spare['item']}") for code in ("cy", "en")}

    def _status(self, path: str) -> int:
        try:
            self._read(path)
        except HTTPError as error:
            return error.code
        return 200

    def _read(self, path: str) -> bytes:
        address = path if path.startswith("http") else f"{self._url}{path}"
        try:
            with urlopen(address, timeout=60) as response:
                content: bytes = response.read()
                return content
        except HTTPError as error:
            if error.code in (429, 503):
                raise LaterError(f"{address}: {error.code}") from None
            raise
        except OSError as error:
            raise LaterError(f"{address}: {error}") from None


_EDITOR = "#page-edit-form"
_lock = threading.Lock()


def _edit_address(page: int) -> str:
    return f"/admin/pages/{page}/edit/"


def tell(what: Fields) -> None:
    """A line on the output."""
    with _lock:
        sys.stdout.write(f"{json.dumps(what)}\n")
        sys.stdout.flush()


def main(url: str, library: str, pause: str) -> None:
    over, made = threading.Event(), json.loads(library)
    desks = [Desk(number, url, made, float(pause), over) for number in range(len(made["own"]))]
    for desk in desks:
        desk.start()
    sys.stdin.read()
    over.set()
    for desk in desks:
        desk.join()


if __name__ == "__main__":
    main(*sys.argv[1:])

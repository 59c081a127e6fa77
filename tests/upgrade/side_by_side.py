"""Two releases over one database, each served from its own folder, and the readers and editors who are at work meanwhile."""

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
import requests
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.content import MARKS
from tests.server.running import HOST, LONG_ENOUGH, free_port
from tests.upgrade.last_release import FAULT, ROOT

# Any value of this length: a form is taken where its token is the cookie's.
TOKEN = "t" * 32


@dataclass
class Release:
    """The code of a release in its folder, and the server that runs it."""

    folder: Path
    environment: dict[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    faults_told: int = 0

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def run(self, *command: str | Path) -> str:
        """What a command in its folder writes; it must not fail."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command, "--skip-checks")

    def start(self) -> None:
        """Returns once it answers."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "cms.server", "--host", HOST, "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=self.folder, env=self._environment, stdout=log, stderr=log)
        ends = time.monotonic() + LONG_ENOUGH
        while time.monotonic() < ends and self.process.poll() is None:
            try:
                if requests.get(f"{self.url}/api/v1/cy/search?q=cymraeg", timeout=LONG_ENOUGH).status_code == 200:
                    return
            except requests.ConnectionError:
                time.sleep(0.2)
        raise AssertionError(f"the server did not start: {self.log.read_text()}")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(LONG_ENOUGH)
            self.process = None

    def fails_by_itself(self) -> bool:
        """Whether its log tells of a fault that no upgrade is to blame for; it is told of each time."""
        told = self.log.read_bytes().count(FAULT) if self.folder != ROOT else 0
        self.faults_told, before = told, self.faults_told
        return told > before

    @property
    def _environment(self) -> dict[str, str]:
        return {**self.environment, "PYTHONPATH": str(self.folder)}


def settings_for(url: str, folder: Path) -> dict[str, str]:
    """The environment of both releases, over one database, one folder of media and one index."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": url, "MEDIA_ROOT": str(folder / "media"),
        "SEARCH_INDEX": str(folder / "search.sqlite3"), "ELASTICSEARCH_URL": "", "ALLOWED_HOSTS": "", "DEBUG": "0",
        "LOG_LEVEL": "WARNING", "LOG_REQUESTS": "0", "RATE_ANONYMOUS": "0", "APPROVES_OWN_WORK": "1",
    }  # fmt: skip


class Traffic:
    """Who serves now, who reads and edits there without a pause, and what went wrong for them."""

    def __init__(self, library: dict[str, Any]) -> None:
        self.items: list[dict[str, Any]] = library["items"]
        self.home: int = library["home"]
        self.serving: list[Release] = []
        self.faults: list[str] = []
        self.deleted = 0
        self.cookies = {"sessionid": library["session"], "csrftoken": TOKEN}
        self.titles: dict[str, dict[str, str]] = {}
        self._turns = itertools.count()
        self._numbers = itertools.count(1)

    def whose_turn(self) -> Release:
        """One after the other of those that serve, as a proxy in front would choose."""
        serving = self.serving
        return serving[next(self._turns) % len(serving)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Readers of every outlet, an editor for each item, and one who makes pages and deletes them, until the block ends."""
        ended = threading.Event()
        work: Sequence[Callable[[], None]] = [
            self.read_all,
            self.make_and_delete,
            *(lambda item=item: self.publish_pair(item) for item in self.items),
        ]
        threads = [threading.Thread(target=self._again_and_again, args=(one, ended)) for one in work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join(LONG_ENOUGH)

    def _again_and_again(self, one: Callable[[], None], ended: threading.Event) -> None:
        while not ended.is_set():
            try:
                one()
            except Exception as fault:
                self.faults.append(repr(fault))
                return
            # Who migrates has the processor too.
            ended.wait(0.2)

    def until_each_published(self, times: int) -> None:
        """Waits until the editors have published each pair so many times more, and deleted a page."""
        wanted, deleted = {item["key"]: self.published(item) + times for item in self.items}, self.deleted
        ends = time.monotonic() + LONG_ENOUGH
        while not self.faults and (
            self.deleted == deleted or any(self.published(item) < wanted[item["key"]] for item in self.items)
        ):
            assert time.monotonic() < ends, "the editors come to no end"
            time.sleep(0.1)
        assert not self.faults, self.faults

    def published(self, item: dict[str, Any]) -> int:
        return int(self.titles.get(item["key"], {}).get("times", "0"))

    def read_all(self) -> None:
        """Each outlet once, in both languages, at one release."""
        first = self.items[0]["key"]
        paths = ["/api/v1/changes", f"/api/v1/items/{first}?lang=cy,en"]
        for language in ("cy", "en"):
            paths += [
                f"/{language}/", f"/api/v1/{language}/items", f"/api/v1/{language}/search?q=cymraeg",
                f"/embed/{language}/{first}", f"/{language}/atom.xml",
            ]  # fmt: skip
            paths += [f"/api/v1/{language}/items/{item['key']}" for item in self.items]
        for path in paths:
            self.get(path)
        query = {"query": "{ cy: items(language: CY) { nodes { title } } en: items(language: EN) { nodes { title } } }"}
        answer = self.expect(requests.post(f"{self.whose_turn().url}/graphql", json=query, timeout=LONG_ENOUGH))
        assert "errors" not in answer.json(), answer.text

    def get(self, path: str, *statuses: int) -> requests.Response:
        return self.expect(
            requests.get(self.whose_turn().url + path, cookies=self.cookies, timeout=LONG_ENOUGH), *statuses
        )

    def expect(self, answer: requests.Response, *statuses: int) -> requests.Response:
        assert answer.status_code in (statuses or (200,)), (
            f"{answer.status_code} {answer.request.method} {answer.url}: {answer.text[:400]}"
        )
        return answer

    def publish_pair(self, item: dict[str, Any]) -> None:
        """Writes a title in one language, saves, publishes, translates, publishes the translation: at a release each time."""
        number = next(self._numbers)
        language, other = item["language"], {"cy": "en", "en": "cy"}[item["language"]]
        titles = {one: f"{MARKS[one]} {number}" for one in ("cy", "en")}
        edit = f"/admin/pages/{item['page']}/edit/"
        self.post(edit, landing_form(item, titles[language]))
        self.post(edit, {**landing_form(item, titles[language]), "action-publish": "yes"})
        self.post(f"/admin/localize/update/{item['source']}/", {"publish_translations": ""})
        files = f"/admin/localize/translate/{item['translation']}/pofile"
        words = polib.pofile(self.get(f"{files}/download/").text)
        for entry in words:
            if entry.msgctxt != "slug" and not entry.obsolete:
                entry.msgstr = entry.msgid.replace(MARKS[language], MARKS[other])
        self.post(f"{files}/upload/", {}, files={"file": ("texts.po", str(words).encode())})
        self.post(f"/admin/pages/{item['translated']}/edit/", {"action": "publish"})
        times = str(self.published(item) + 1)
        self.titles[item["key"]] = {**titles, "times": times}

    def make_and_delete(self) -> None:
        """A page: made, published and deleted, at a release each time."""
        number = next(self._numbers)
        form = landing_form({"language": "en", "slug": f"briefly-{number}"}, f"{MARKS['en']} {number}")
        edit = self.post(f"/admin/pages/add/home/landingpage/{self.home}/", form).headers["Location"]
        self.post(edit, {**form, "action-publish": "yes"})
        self.post(edit.replace("/edit/", "/delete/"), {})
        self.deleted += 1

    def post(self, path: str, form: dict[str, Any], **more: Any) -> requests.Response:
        """A form sent in the admin, which leads elsewhere where it is taken."""
        release = self.whose_turn()
        options = {
            "data": {**form, "csrfmiddlewaretoken": TOKEN}, "cookies": self.cookies, "allow_redirects": False,
            "timeout": LONG_ENOUGH, **more,
        }  # fmt: skip
        answer = requests.post(release.url + path, **options)
        while answer.status_code == 500 and release.fails_by_itself():
            answer = requests.post(release.url + path, **options)
        return self.expect(answer, 302)

    def nothing_is_lost(self, *releases: Release) -> None:
        """What was published last is what every release gives, in both languages."""
        for release, (key, titles), language in itertools.product(releases, self.titles.items(), ("cy", "en")):
            answer = self.expect(requests.get(f"{release.url}/api/v1/{language}/items/{key}", timeout=LONG_ENOUGH))
            assert answer.json()["title"] == titles[language], release.folder


def landing_form(item: dict[str, Any], title: str) -> dict[str, Any]:
    """What the edit form of a landing page sends."""
    words = MARKS[item["language"]]
    nested = {
        "title": title, "slug": item["slug"], "summary": f"{words} summary", "promos": streamfield([]),
        "body": streamfield([("text", rich_text(f"<p>{words} body</p>", features=["bold"]))]),
        "files": streamfield([]), "related": streamfield([]), "topics": streamfield([]), "licence": "ogl-3.0",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    }  # fmt: skip
    return {**nested_form_data(nested), "audiences": ["parents"]}

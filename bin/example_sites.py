"""The sites in docs/examples, as who takes them has them: installed, built, served; and a change comes to their pages."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graphql_server import ROOT, free_port, install
from served_demo import Demo

SITES = ROOT / "docs" / "examples"
# Lines of own code that a site may have.
MOST_LINES = 100
# Seconds in which a change must be seen, on any machine.
PATIENCE = 120
_CODE = {".py", ".js", ".njk"}
_HOMES = {"cy": "/cy/", "en": "/en/"}


def check(demo: Demo, python: Mapping[str, str]) -> str:
    """Edits the home page in both languages while both sites follow. Raises AssertionError."""
    for site in ("eleventy", "django"):
        lines = sum(len(file.read_text().splitlines()) for file in (SITES / site).rglob("*") if file.suffix in _CODE)
        assert lines < MOST_LINES, f"{site} has {lines} lines"
    mark = f" · {time.time_ns()}"
    environment = {**python, "CYNNWYS_URL": demo.url, "CYNNWYS_COPY": str(demo.folder / "council.sqlite3")}
    with _eleventy(environment) as built, _django(environment) as served:
        for language, path in _HOMES.items():
            for page in (built, served):
                _until_shown(page, path, f'<html lang="{language}">')
        subprocess.run([sys.executable, __file__, mark], cwd=ROOT, env=demo.settings, check=True)
        for path in _HOMES.values():
            for page in (built, served):
                _until_shown(page, path, mark)
    return "The Eleventy and the Django site show a change in both languages by themselves."


@contextmanager
def _eleventy(environment: Mapping[str, str]) -> Iterator[Callable[[str], str]]:
    """Built and kept in step in a folder as deep as its own, so that its client is found."""
    folder = ROOT / "var" / "examples" / "eleventy"
    for name in ("content", "next", "site"):
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(SITES / "eleventy", folder, dirs_exist_ok=True)
    install(folder)
    subprocess.run(
        ["npm", "run", "--silent", "build"], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    with _running(["node", "follow.js"], folder, environment):
        yield lambda path: (folder / "site" / path.strip("/") / "index.html").read_text()


@contextmanager
def _django(environment: Mapping[str, str]) -> Iterator[Callable[[str], str]]:
    port = free_port()
    with _running([sys.executable, "council_site.py", "runserver", str(port)], SITES / "django", environment):
        yield lambda path: urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).read().decode()


@contextmanager
def _running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _until_shown(page: Callable[[str], str], path: str, text: str) -> None:
    """Waits for what a page must show. A site that is not there yet, or is just being swapped, is asked again."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            if text in page(path):
                return
        except (OSError, urllib.error.URLError):
            pass
        assert time.monotonic() < ends, f"a site does not show {text} at {path}"
        time.sleep(0.2)


def edit(mark: str) -> None:
    """The home page has another title in both languages."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from wagtail.models import Page

    from cms.publication.models import Edition
    from cms.publication.reconciliation.actions import release_as_same

    item = Edition.objects.get(type="home", language="cy").item
    for page in Page.objects.filter(translation_key=item):
        latest = page.specific.get_latest_revision_as_object()
        latest.title += mark
        latest.save_revision().publish()
    release_as_same(item, None)


if __name__ == "__main__":
    edit(sys.argv[1])

"""Measures REST beside Wagtail's API v2 and constant bytes: same pages, server, database and run; prints ratios.

    python bench/run.py [--guides 1000] [--seconds 5]     (DATABASE_URL names the database; SQLite without it)

The database is made for the run and thrown away. Needs wrk (a Debian package).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = 8971
URL = f"http://127.0.0.1:{PORT}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guides", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5)
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed and was not found (on Debian: apt-get install wrk).")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.update(DJANGO_SETTINGS_MODULE="bench.settings", MEDIA_ROOT=f"{folder}/media", API_URL=URL)
        sys.path.insert(0, str(ROOT))
        os.chdir(ROOT)
        targets = prepare(arguments.guides)
        report(arguments.guides, measure(targets, arguments.seconds))


def prepare(guides: int) -> dict[str, str]:
    """Builds pages and editions; returns the addresses to measure."""
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page

    from bench.build import build

    call_command("migrate", verbosity=0)
    build(guides)
    started = time.monotonic()
    call_command("rebuild_publication", verbosity=0)
    taken = time.monotonic() - started
    print(f"rebuild: {2 * guides / taken:.0f} editions/s")
    page = Page.objects.filter(slug=f"cy-{guides // 2}").get()
    item = page.translation_key
    return {
        "constant bytes": "/constant/",
        "v2 detail": f"/v2/pages/{page.pk}/",
        "v2 list of 20": "/v2/pages/?type=guides.GuidePage&fields=*&limit=20&locale=cy",
        "detail": f"/api/v1/cy/items/{item}",
        "both languages": f"/api/v1/items/{item}?lang=cy,en",
        "list of 20": "/api/v1/cy/guides?fields=full&limit=20",
    }


def measure(targets: dict[str, str], seconds: int) -> dict[str, float]:
    """Requests a second for each target, under granian with two workers."""
    granian = Path(sys.executable).parent / "granian"
    options = ["--interface", "wsgi", "--port", str(PORT), "--workers", "2", "--log-level", "critical"]
    server = subprocess.Popen([str(granian), *options, "cms.wsgi:application"])
    try:
        wait_for(f"{URL}/constant/")
        return {name: requests_a_second(path, seconds) for name, path in targets.items()}
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not answer.")


def requests_a_second(path: str, seconds: int) -> float:
    """Warm-up of a second, then `seconds` of wrk with 16 connections. Exits on any answer but 200."""
    command = ["wrk", "-t2", "-c16", f"{URL}{path}"]
    subprocess.run([*command, "-d1s"], capture_output=True, check=True)
    done = subprocess.run([*command, f"-d{seconds}s"], capture_output=True, check=True, text=True).stdout
    if "Non-2xx" in done:
        sys.exit(f"{path} answered with errors:\n{done}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done)
    if found is None:
        sys.exit(done)
    return float(found[1])


def report(guides: int, figures: dict[str, float]) -> None:
    print(f"\n{guides} guides a language, {os.environ['DATABASE_URL'].split(':')[0]}")
    for name, figure in figures.items():
        print(f"  {name:<16} {figure:>9.0f} requests/s")
    print(f"  detail / v2 detail        {figures['detail'] / figures['v2 detail']:>6.1f} x")
    print(f"  detail / constant bytes   {figures['detail'] / figures['constant bytes']:>6.2f} x")
    print(f"  list / v2 list            {figures['list of 20'] / figures['v2 list of 20']:>6.1f} x")


if __name__ == "__main__":
    main()

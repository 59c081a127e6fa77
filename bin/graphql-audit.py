#!/usr/bin/env python
"""Asks our own server whether it speaks GraphQL over HTTP: npm's graphql-http has an audit for every sentence of it.

The server runs on a free port of this machine over a database without a single table: nothing that is audited reads one.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AUDIT = ROOT / "tests" / "graphql_audit"
HOST = "127.0.0.1"
# Seconds until the server must answer.
PATIENCE = 60
OLDEST_NODE = 18


def check_node() -> None:
    """Ends with a message where node or npm is missing or too old."""
    if not shutil.which("node") or not shutil.which("npm"):
        sys.exit(
            f"make graphql-audit needs Node.js {OLDEST_NODE} or later with npm (on Debian: apt-get install nodejs npm)."
        )
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < OLDEST_NODE:
        sys.exit(f"make graphql-audit needs Node.js {OLDEST_NODE} or later; this is {version}.")


def install() -> None:
    """Installs what package-lock.json names, unless it is there."""
    installed, lock = AUDIT / "node_modules" / ".package-lock.json", AUDIT / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    if subprocess.run(command, cwd=AUDIT, check=False).returncode:
        sys.exit("npm could not install the audit: see above.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def serve(port: int, folder: str) -> subprocess.Popen[bytes]:
    """The server, with settings of its own whatever the shell has set."""
    url = f"http://{HOST}:{port}"
    addresses = dict.fromkeys(("PUBLIC_URL_CY", "PUBLIC_URL_EN", "API_URL", "ADMIN_URL"), url)
    others = ("GRAPHQL_REGISTERED_QUERIES", "GRAPHQL_REGISTERED_ONLY", "ELASTICSEARCH_URL", "ALLOWED_HOSTS", "DEBUG")
    environment = {
        **os.environ,
        **addresses,
        **dict.fromkeys(others, ""),
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        # Never asked; but where there is one, the work is not done in the serving process, whose database is empty here.
        "ELASTICSEARCH_URL": "http://127.0.0.1:9",
        "SEARCH_INDEX": f"{folder}/search.sqlite3",
        "LOG_LEVEL": "ERROR",
    }
    granian = Path(sys.executable).parent / "granian"
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "critical"]
    return subprocess.Popen([str(granian), *options, "cms.wsgi:application"], cwd=ROOT, env=environment)


def await_answer(url: str, server: subprocess.Popen[bytes]) -> None:
    """Returns once the server answers. Ends with a message where it does not."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}?query=%7B__typename%7D", timeout=5):
                return
        except urllib.error.HTTPError as error:
            sys.exit(f"The server answers {error.code}: {error.read().decode()}")
        except OSError:
            time.sleep(0.2)
    sys.exit("The server does not start.")


def main() -> None:
    check_node()
    install()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        url = f"http://{HOST}:{port}/graphql"
        server = serve(port, folder)
        try:
            await_answer(url, server)
            result = subprocess.run(["node", "audit.mjs", url], cwd=AUDIT, check=False)
        finally:
            server.terminate()
            server.wait(timeout=30)
    sys.exit(result.returncode)


if __name__ == "__main__":
    main()

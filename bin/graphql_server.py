"""What the checks from outside share: Node.js, what npm installs, commands, and our own server on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# Seconds until the server must answer.
PATIENCE = 60
_UNSET = ("GRAPHQL_REGISTERED_QUERIES", "GRAPHQL_REGISTERED_ONLY", "ELASTICSEARCH_URL", "ALLOWED_HOSTS", "DEBUG")


def check_node(target: str, oldest: int) -> None:
    """Ends with a message where node or npm is missing or too old."""
    if not shutil.which("node") or not shutil.which("npm"):
        sys.exit(f"make {target} needs Node.js {oldest} or later with npm (on Debian: apt-get install nodejs npm).")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < oldest:
        sys.exit(f"make {target} needs Node.js {oldest} or later; this is {version}.")


def run(*command: str | Path, folder: Path = ROOT) -> None:
    """Runs a command; where it fails, ends with what it said."""
    done = subprocess.run(list(map(str, command)), cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nfailed: {Path(command[0]).name} in {folder.relative_to(ROOT)}")


def install(folder: Path) -> None:
    """Installs what package-lock.json names, unless it is there."""
    installed, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    with lock.open() as locked:
        # Checks run side by side.
        flock(locked, LOCK_EX)
        if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
            return
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            sys.exit(f"npm could not install what {folder.relative_to(ROOT)} needs: see above.")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(port: int, folder: str, **more: str) -> dict[str, str]:
    """Settings of the server's own, with all data in a folder, whatever the shell has set."""
    addresses = dict.fromkeys(("PUBLIC_URL_CY", "PUBLIC_URL_EN", "API_URL", "ADMIN_URL"), f"http://{HOST}:{port}")
    return {
        **os.environ,
        **addresses,
        **dict.fromkeys(_UNSET, ""),
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "SEARCH_INDEX": f"{folder}/search.sqlite3",
        "LOG_LEVEL": "ERROR",
        **more,
    }


@contextmanager
def serving(port: int, settings: Mapping[str, str]) -> Iterator[str]:
    """The address of GraphQL on a server that answers. Ends with a message where it does not."""
    command = [sys.executable, "-m", "cms.server", "--host", HOST, "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=dict(settings))
    url = f"http://{HOST}:{port}/graphql"
    try:
        _await_answer(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=60)


def _await_answer(url: str, server: subprocess.Popen[bytes]) -> None:
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

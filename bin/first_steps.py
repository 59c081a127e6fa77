"""A partner's first steps, with the documents alone and nothing of ours installed: timed, and held to what is promised."""

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from graphql_server import ROOT
from served_demo import Demo

# Seconds from knowing the address to a first answer, and to a copy of all there is.
FIRST_ANSWER, SYNCED = 60, 300
_ADDRESS = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def check(demo: Demo) -> str:
    """Reads llms.txt and does what the pages that it leads to say, in an environment of its own."""
    started = time.monotonic()
    listed = _read(f"{demo.url}/llms.txt")
    address = re.search(r"\]\((\S+/docs/rest\.md)\)", listed)
    assert address, "llms.txt leads to no page on REST"
    shell = "\n".join(_BLOCK.findall(_read(address[1])))
    calls = [line for line in shell.splitlines() if re.match(r'curl "\$api/[^"$]*"', line)]
    assert calls, "the page on REST has no first call"
    subprocess.run(
        ["bash", "-ceu", f"api={demo.url}/api/v1\n{calls[0].replace('curl', 'curl -sf -o /dev/null')}"], check=True
    )
    answered = time.monotonic() - started
    assert answered < FIRST_ANSWER, f"the first answer came after {answered:.0f} s"

    python = demo.folder / "partner" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", demo.folder / "partner"], check=True)
    package = ROOT / "clients" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _copied(package, demo)], check=True
    )
    recipe = re.search(r"\]\((\S+/docs/recipes/keep-a-copy-with-a-client\.md)\)", listed)
    assert recipe, "llms.txt leads to no recipe for a copy"
    commands = _BLOCK.findall(_read(recipe[1]))[0].replace(_ADDRESS, demo.url)
    (command,) = re.findall(r"^python (-m cynnwys sync .*)$", commands, re.MULTILINE)
    subprocess.run([python, *command.split()], check=True, cwd=demo.folder, stdout=subprocess.DEVNULL)
    synced = time.monotonic() - started
    assert synced < SYNCED, f"the copy was there after {synced:.0f} s"
    assert (demo.folder / "content.sqlite3").stat().st_size > 100_000
    return f"From the documents alone: the first answer after {answered:.1f} s, a copy of all after {synced:.1f} s."


def _copied(package: Path, demo: Demo) -> Path:
    """Built apart, so that nothing is left in the tree."""
    return Path(shutil.copytree(package, demo.folder / "package"))


def _read(address: str) -> str:
    text: str = urllib.request.urlopen(address, timeout=30).read().decode()
    return text

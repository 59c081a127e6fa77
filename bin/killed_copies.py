"""Copies kept by the clients of a served demo while it is edited: killed again and again, they end equal to the export."""

import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graphql_server import ROOT
from served_demo import Demo

EDITS = 15
# Seconds that a follower lives, at least and at most.
LIVES = (0.3, 2.0)
# Seconds within which all must be in step once the last edit was made.
PATIENCE = 60
# Payloads by id, both languages of each.
Public = dict[str, dict[str, Any]]


def check(demo: Demo, python: Mapping[str, str]) -> str:
    """Edits the demo while both clients follow it. What was seen, in a sentence; raises AssertionError."""
    file, folder = demo.folder / "killed.sqlite3", demo.folder / "killed"
    cli = ROOT / "clients" / "typescript" / "dist" / "cli.js"
    commands: dict[str, list[str]] = {
        "Python": [sys.executable, "-m", "cynnwys", "sync", str(file), "--url", demo.url],
        "TypeScript": ["node", str(cli), "sync", str(folder), "--url", demo.url],
    }
    done = threading.Event()
    followers = [threading.Thread(target=_live, args=(one, python, done)) for one in commands.values()]
    for follower in followers:
        follower.start()
    try:
        editor = [sys.executable, "-m", "tests.clients.demo_editor", str(EDITS)]
        subprocess.run(editor, cwd=ROOT, env=demo.settings, check=True, stdout=subprocess.DEVNULL)
    finally:
        done.set()
        for follower in followers:
            follower.join()
    kept: dict[str, Callable[[], Public]] = {"Python": lambda: _in_file(file), "TypeScript": lambda: _in_folder(folder)}
    for name, command in commands.items():
        _until_equal(demo, name, command, python, kept[name])
    return f"Copies in Python and TypeScript, killed again and again, are what the export is after {EDITS} edits."


def _live(command: list[str], environment: Mapping[str, str], done: threading.Event) -> None:
    """A follower that dies and comes back until all is done."""
    lives = random.Random(str(command))
    while not done.is_set():
        follower = subprocess.Popen([*command, "--follow"], env=dict(environment), stdout=subprocess.DEVNULL)
        done.wait(lives.uniform(*LIVES))
        follower.send_signal(signal.SIGKILL)
        follower.wait()


def _until_equal(
    demo: Demo, name: str, command: list[str], environment: Mapping[str, str], kept: Callable[[], Public]
) -> None:
    """What is committed may still be on its way to readers, for a second or so."""
    ends = time.monotonic() + PATIENCE
    while True:
        subprocess.run(command, env=dict(environment), stdout=subprocess.DEVNULL, check=True)
        public, copy = _exported(demo), kept()
        if copy == public:
            return
        different = sorted(id for id in public.keys() | copy.keys() if public.get(id) != copy.get(id))
        assert time.monotonic() < ends, f"the copy in {name} differs in {different}"
        time.sleep(1)


def _exported(demo: Demo) -> Public:
    from cynnwys import Client

    lines: list[Any] = [line for line in Client(demo.url).export() if "id" in line]
    return {line["id"]: {language: line[language] for language in ("cy", "en")} for line in lines}


def _in_file(file: Path) -> Public:
    from cynnwys import Copy

    found: Public = {}
    with Copy(file) as copy:
        for language in ("cy", "en"):
            payloads: list[Any] = [*copy.items(language), *copy.terms(language)]  # type: ignore[arg-type]
            for payload in payloads:
                found.setdefault(payload["id"], dict.fromkeys(("cy", "en")))[language] = payload
    return found


def _in_folder(folder: Path) -> Public:
    kept = (json.loads(file.read_text()) for file in folder.glob("*.json") if file.name != "place.json")
    return {one["id"]: {language: one[language] for language in ("cy", "en")} for one in kept}

"""Runs the examples of documents as readers would: each block after the one before it, in a folder of the document's own."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from graphql_server import ROOT

# What stands for the reader's own server in documents.
_ADDRESS = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Seconds for one block.
_PATIENCE = 120
_NOT_RUN = re.compile(r"^(pip|npm) install .*$", re.MULTILINE)
_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_SIGNED = '{"webhook-id": "msg_1", "webhook-timestamp": moment, "webhook-signature": "v1," + signature}'
# What is asked of a receiver in an example, since nothing calls it there.
_ASKED = {
    "python": f"""
import base64, hashlib, hmac, time
moment, body = str(int(time.time())), b'{{"type": "item.published"}}'
key = base64.b64decode("{_SECRET.removeprefix("whsec_")}")
signature = base64.b64encode(hmac.new(key, b"msg_1." + moment.encode() + b"." + body, hashlib.sha256).digest()).decode()
assert [NAME({_SIGNED}, body), NAME({_SIGNED}, b"{{}}")] == [204, 401]
""",
    "js": f"""
const moment = String(Math.floor(Date.now() / 1000)), body = '{{"type": "item.published"}}';
const hmac = (await import("node:crypto")).createHmac("sha256", Buffer.from("{_SECRET.removeprefix("whsec_")}", "base64"));
const signature = hmac.update(`msg_1.${{moment}}.${{body}}`).digest("base64");
const statuses = [await NAME({_SIGNED}, body), await NAME({_SIGNED}, "{{}}")];
if (String(statuses) !== "204,401") throw new Error(String(statuses));
""",
}
_RECEIVER = re.compile(r"^(?:def|export async function) (\w+)\(headers, body\)", re.MULTILINE)


def has_examples(document: Path) -> bool:
    """Whether a document has examples that speak to the reader's own server."""
    return _ADDRESS in document.read_text()


def blocks(document: Path) -> Iterator[tuple[str, str]]:
    """Each block of code with its language, in order."""
    yield from _BLOCK.findall(document.read_text())


def run_document(document: Path, folder: Path, url: str, environment: Mapping[str, str]) -> int:
    """Runs what can be run of a document; returns how many blocks that were. Ends with what failed."""
    folder.mkdir(parents=True)
    modules = folder / "node_modules"
    modules.mkdir()
    for package in (ROOT / "tests" / "graphql_clients" / "node_modules").iterdir():
        (modules / package.name).symlink_to(package)
    (modules / "cynnwys").symlink_to(ROOT / "clients" / "typescript")
    count = 0
    for language, code in blocks(document):
        given = _NOT_RUN.sub("", code).replace(_ADDRESS, url)
        if language not in ("python", "js", "sh") or not given.strip():
            continue
        count += 1
        if receiver := _RECEIVER.search(given):
            given += _ASKED[language].replace("NAME", receiver[1])
        _run(document, _command(language, given, folder / f"example-{count}"), folder, environment)
    return count


def _command(language: str, code: str, file: Path) -> list[str]:
    """What runs a block. A shell's `python` is the one that runs this."""
    if language == "python":
        file = file.with_suffix(".py")
        command = [sys.executable, str(file)]
    elif language == "js":
        file = file.with_suffix(".mjs")
        command = ["node", str(file)]
    else:
        code = f'set -euo pipefail\npython() {{ "{sys.executable}" "$@"; }}\npython3() {{ python "$@"; }}\n{code}'
        file = file.with_suffix(".sh")
        command = ["bash", str(file)]
    file.write_text(code)
    return command


def _run(document: Path, command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=dict(environment), capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    if done.returncode:
        code = Path(command[-1]).read_text()
        sys.exit(
            f"{document.relative_to(ROOT)} has an example that does not run:\n\n{code}\n{done.stdout}{done.stderr}"
        )

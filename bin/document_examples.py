"""Runs the examples of documents as readers would: each block after the one before it, in a folder of the document's own.

What a shell sets, the document's next block has. An answer that is an error fails, unless a comment in the line names its
status; a comment with 304 or 308 is held to as well.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from graphql_server import ROOT

# What stands for the reader's own server, the public sites and an item in documents.
_ADDRESS = "http://127.0.0.1:8000"
_ADDRESSES = re.compile(
    r"http://127\.0\.0\.1:8000|https://(?:api\.example\.(?:wales|org)|\w+\.example\.wales)(?![\w.])"
)
_ITEM = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"
# The languages of blocks that can be run.
LANGUAGES = ("python", "js", "sh")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Seconds for one block.
_PATIENCE = 120
# What is installed already, and the former path of a page, which the demo has none of.
_NOT_RUN = re.compile(r"^(?:(?:pip|npm) install|make|curl .*/hen-lwybr/) ?.*$", re.MULTILINE)
_REFUSED = re.compile(r"^(curl .*?)\s+#.*\b4\d\d\b.*$", re.MULTILINE)
_HELD = re.compile(r"^(curl -i .*?)\s+#.*\b(30[48])\b.*$", re.MULTILINE)
# What goes on until its reader ends it: once is enough here, and three seconds.
_LOOP = re.compile(r"^while sleep \d+; do (.*); done$", re.MULTILINE)
_STREAM = re.compile(r"^curl -N (.*)$", re.MULTILINE)
_SAVED = re.compile(r"(?:Save it as|Cadwch ef fel) `([\w.]+)`:\n\n\Z")
_LANGUAGE = re.compile(r"(?<=/)(?:cy|en)\b|(?<=language: )(?:CY|EN)\b|(?<=\"language\": \")(?:CY|EN)\b")
_OTHER = {"cy": "en", "en": "cy", "CY": "EN", "EN": "CY"}
_SHELL = f"""set -euo pipefail
curl() {{ command curl -sS --fail-with-body "$@"; }}
refused() {{ local status=0; curl "$@" || status=$?; [ $status = 22 ]; }}
manage.py() {{ (cd "{ROOT}" && "{sys.executable}" manage.py "$@"); }}
python() {{ "{sys.executable}" "$@"; }}
python3() {{ python "$@"; }}
if [ -f session.sh ]; then source ./session.sh; fi
trap 'declare -p | {{ grep -E "^declare -- [A-Za-z]" || true; }} > session.sh' EXIT
"""
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


def has_examples(document: Path, languages: Collection[str] = LANGUAGES) -> bool:
    """Whether a document has a block of code of any of the languages."""
    return any(language in languages for language, _, _ in _blocks(document))


def _blocks(document: Path) -> Iterator[tuple[str, str, str]]:
    """Each block of code with its language, in order, and the file as which a reader is told to save it."""
    text = document.read_text()
    for found in _BLOCK.finditer(text):
        saved = _SAVED.search(text[: found.start()])
        yield found[1], found[2], saved[1] if saved else ""


def in_the_other_language(code: str) -> str:
    """The same asked in the other language."""
    return _LANGUAGE.sub(lambda found: _OTHER[found[0]], code)


def run_document(
    document: Path,
    folder: Path,
    url: str,
    item: str,
    environment: Mapping[str, str],
    languages: Collection[str] = LANGUAGES,
    changed: Callable[[str], str] = str,
) -> int:
    """Runs the blocks of a document in some languages; returns how many that were. Ends with what failed."""
    folder.mkdir(parents=True)
    modules = folder / "node_modules"
    modules.mkdir()
    for package in (ROOT / "tests" / "graphql_clients" / "node_modules").iterdir():
        (modules / package.name).symlink_to(package)
    (modules / "cynnwys").symlink_to(ROOT / "clients" / "typescript")
    count = 0
    for language, code, saved in _blocks(document):
        given = changed(_ADDRESSES.sub(url, _NOT_RUN.sub("", code)).replace(_ITEM, item))
        if saved:
            (folder / saved).write_text(given.replace("wait=30", "wait=0"))
        if saved or language not in languages or not given.strip() or "EventSource" in given:
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
        code = _HELD.sub(
            r'\1 | tr -d "\\r" | grep -E "^HTTP/[0-9.]+ \2" > /dev/null', _REFUSED.sub(r"refused \1", code)
        )
        code = _STREAM.sub(r"command curl -sS -m 3 -N \1 || [ $? = 28 ]", _LOOP.sub(r"\1", code))
        code = _SHELL + code.replace("refused curl ", "refused ")
        file = file.with_suffix(".sh")
        command = ["bash", str(file)]
    file.write_text(code)
    return command


def _run(document: Path, command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=dict(environment), capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    if done.returncode or '{"errors"' in done.stdout:
        code = Path(command[-1]).read_text()
        sys.exit(
            f"{document.relative_to(ROOT)} has an example that does not run:\n\n{code}\n{done.stdout}{done.stderr}"
        )

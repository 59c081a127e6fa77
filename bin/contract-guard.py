#!/usr/bin/env python
"""Compares the contracts in docs/contracts with those of the last release: nothing that partners rely on goes without notice.

What is taken away was marked as deprecated, with the day of its end, in the last release, and that day has passed. OpenAPI and
the schema of an item are compared by oasdiff, GraphQL's schema by graphql-core. `--release` keeps them as those of the release.
"""

import json
import os
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.graphql.compatibility import broken  # noqa: E402 - of this checkout

CONTRACTS: Final = ROOT / "docs" / "contracts"
RELEASED: Final = CONTRACTS / "released"
NAMES: Final = ("openapi.json", "item.schema.json", "schema.graphql")
MADE: Final = ROOT / "var" / "contract-guard"
VERSION: Final = "v1.38.0"
OASDIFF: Final = MADE / VERSION / "oasdiff"
# The days between a notice of an end and that end: six months.
NOTICE: Final = 183


def install() -> None:
    """Builds oasdiff where it is not yet; ends with a message where Go is missing."""
    if OASDIFF.exists():
        return
    if not shutil.which("go"):
        sys.exit("make contract-guard needs Go (on Debian: apt-get install golang-go).")
    print("Building oasdiff (half a minute the first time) ...", flush=True)
    wanted = f"github.com/oasdiff/oasdiff@{VERSION}"
    environment = {**os.environ, "GOBIN": str(OASDIFF.parent)}
    done = subprocess.run(["go", "install", wanted], env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}\noasdiff could not be built")


def broken_answers(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a client of an OpenAPI document may find broken in a newer one, a sentence each."""
    for name, document in (("old", old), ("new", new)):
        (MADE / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    command = [
        OASDIFF,
        "breaking",
        "old.json",
        "new.json",
        "--format",
        "json",
        "--deprecation-days-stable",
        str(NOTICE),
    ]
    done = subprocess.run(command, cwd=MADE, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    found = json.loads(done.stdout or "[]") or []
    return [f"{one['operation']} {one['path']}: {one['text']}" for one in found]


def as_answer(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as the answer of an address, which is what can be compared."""
    moved = json.loads(json.dumps(schema).replace("#/$defs/", "#/components/schemas/"))
    definitions = moved.pop("$defs", {})
    moved.pop("$schema", None)
    moved.pop("$id", None)
    answer = {"200": {"description": "", "content": {"application/json": {"schema": moved}}}}
    return {
        "openapi": "3.1.1", "info": {"title": "An item", "version": "1"}, "components": {"schemas": definitions},
        "paths": {"/item": {"get": {"responses": answer}}},
    }  # fmt: skip


def check_the_guard(document: dict[str, Any]) -> None:
    """A guard that does not miss an address that was taken away may be believed."""
    fewer = deepcopy(document)
    fewer["paths"].pop(next(iter(fewer["paths"])))
    if not broken_answers(document, fewer):
        sys.exit("The guard does not see that an address is gone.")


def compare() -> list[str]:
    """What is broken, by the name of its contract."""
    old, new = (
        {name: (folder / name).read_text(encoding="utf-8") for name in NAMES} for folder in (RELEASED, CONTRACTS)
    )
    openapi, item = ([json.loads(one[name]) for one in (old, new)] for name in NAMES[:2])
    check_the_guard(openapi[0])
    found = {
        NAMES[0]: broken_answers(*openapi),
        NAMES[1]: broken_answers(*map(as_answer, item)),
        NAMES[2]: broken(old[NAMES[2]], new[NAMES[2]]),
    }
    return [f"{name}: {sentence}" for name, sentences in found.items() for sentence in sentences]


def number_is_taken() -> bool:
    """Whether the contract is another than the last release's and has its number all the same."""
    old, new = (json.loads((folder / NAMES[0]).read_text())["info"]["version"] for folder in (RELEASED, CONTRACTS))
    changed = any((RELEASED / name).read_bytes() != (CONTRACTS / name).read_bytes() for name in NAMES)
    return changed and bool(old == new)


def main() -> None:
    MADE.mkdir(parents=True, exist_ok=True)
    install()
    if found := compare():
        listed = "\n".join(f"- {sentence}" for sentence in found)
        sys.exit(
            f"This breaks what partners have by the last release; mark it as deprecated first (docs/versioning.md):\n{listed}"
        )
    if "--release" in sys.argv[1:]:
        if number_is_taken():
            sys.exit("The contract has changed since the last release: raise CONTRACT_VERSION (docs/versioning.md).")
        for name in NAMES:
            shutil.copyfile(CONTRACTS / name, RELEASED / name)
    print("The contracts break nothing of the last release.")


if __name__ == "__main__":
    main()

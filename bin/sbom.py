#!/usr/bin/env python
"""What an installation consists of, and under which licences: `sbom.py FILE` writes it as CycloneDX, `sbom.py` alone checks it.

The packages are those of requirements.txt, as they are installed; what lies among our own files is in licences.toml.
"""

import hashlib
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql_server import ROOT, run

from clients import pip

ENVIRONMENT = ROOT / "var" / "audit"
RULES = tomllib.loads((ROOT / "bin" / "licences.toml").read_text())
LOCKED = re.compile(r"^([a-z0-9.-]+)==", re.MULTILINE)

Component = dict[str, Any]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def bill(python: str = sys.executable) -> dict[str, Any]:
    """The bill of materials of the environment of `python`, without what only developers have."""
    pip(ENVIRONMENT, "--require-hashes", "--no-deps", "-r", ROOT / "requirements-audit.txt")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bill.json"
        options = ("--output-reproducible", "--pyproject", ROOT / "pyproject.toml", "--output-file", file)
        run(ENVIRONMENT / "bin" / "cyclonedx-py", "environment", *options, python)
        whole = json.loads(file.read_text())
    needed = set(LOCKED.findall((ROOT / "requirements.txt").read_text()))
    packages = [one for one in whole["components"] if canonical(one["name"]) in needed]
    if missing := needed - {canonical(one["name"]) for one in packages}:
        sys.exit(f"Not installed, though requirements.txt names it: {', '.join(sorted(missing))}")
    for package in packages:
        package["licenses"] = [{"expression": licence_of(package)}]
    files = [included(file) for file in RULES["files"]]
    kept = {one["bom-ref"] for one in (*packages, whole["metadata"]["component"])}
    depends = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in kept]}
        for one in whole["dependencies"]
        if one["ref"] in kept
    ]
    return {**whole, "components": [*packages, *files], "dependencies": depends}


def included(file: dict[str, str]) -> Component:
    """A component for what lies among our own files."""
    digest = hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest()
    return {
        "type": "file", "bom-ref": file["path"], "name": file["name"], "version": file["version"],
        "licenses": [{"expression": file["licence"]}], "hashes": [{"alg": "SHA-256", "content": digest}],
    }  # fmt: skip


def licence_of(package: Component) -> str:
    """The licence that a package is taken under, as licences.toml or it says; nothing where it says several or none."""
    if said := RULES["packages"].get(canonical(package["name"])):
        return str(said[0])
    names = {name for entry in package.get("licenses", ()) for name in named(entry)}
    found = {RULES["former_names"].get(name, name) for name in names}
    return found.pop() if len(found) == 1 else ""


def named(entry: dict[str, Any]) -> Iterator[str]:
    if "expression" in entry:
        yield entry["expression"]
    else:
        yield entry["license"].get("id") or entry["license"]["name"]


def is_accepted(expression: str) -> bool:
    """Whether one may choose an accepted licence among those offered. What has brackets is for a person to read."""
    choices = [choice.split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part in RULES["accepted"] for part in choice) for choice in choices)


def faults(components: list[Component]) -> Iterator[str]:
    """What is under a licence that nobody has accepted, and what is accepted and not there."""
    named_here = {**RULES["packages"], **{file["name"]: file for file in RULES["files"] if "why" in file}}
    for one in components:
        licence = one["licenses"][0]["expression"]
        if canonical(one["name"]) not in named_here and not is_accepted(licence):
            yield f"{one['name']} {one['version']}: {licence or 'says no licence, or several'}"
    if gone := named_here.keys() - {canonical(one["name"]) for one in components}:
        yield f"in licences.toml, and no part of the service: {', '.join(sorted(gone))}"


def main() -> None:
    made = bill()
    if found := list(faults(made["components"])):
        sys.exit("Licences (bin/licences.toml):\n  " + "\n  ".join(found))
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(json.dumps(made, indent=1) + "\n")
    for one in made["components"]:
        print(f"{one['name']} {one['version']}: {one['licenses'][0]['expression']}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python
"""Checks the clients in clients/: the shapes made from the contract, types, tests, and that what is published can be installed.

`clients.py write` renews the shapes. What makes them is installed in an environment of its own, and by npm.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from graphql_server import ROOT, check_node, install, run

CONTRACT = ROOT / "docs" / "contracts" / "openapi.json"
PYTHON, TYPESCRIPT = ROOT / "clients" / "python", ROOT / "clients" / "typescript"
SHAPES = {PYTHON: PYTHON / "src" / "cynnwys" / "models.py", TYPESCRIPT: TYPESCRIPT / "src" / "contract.ts"}
ENVIRONMENT = ROOT / "var" / "clients"
OLDEST_NODE = 20
_HEADER = '"""The shapes of what the API gives, made from its contract (docs/contracts/openapi.json): `make clients-write`."""'
_SHAPED = (
    "--input-file-type", "openapi", "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11",
    "--use-union-operator", "--use-schema-description", "--disable-timestamp", "--naming-strategy", "primary-first",
    "--formatters", "builtin", "--custom-file-header", _HEADER,
)  # fmt: skip
_PLUGINS = ("-pno:django", "-pno:schemathesis", "-pno:xdist", "-pno:randomly", "-pno:cacheprovider")


def pip(environment: Path, *arguments: str | Path) -> None:
    """Runs pip in an environment, made where there is none."""
    python = environment / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", environment)
    run(python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", *arguments)


def shape(client: Path, output: Path) -> None:
    """Writes the shapes of a client."""
    if client == PYTHON:
        run(ENVIRONMENT / "bin" / "datamodel-codegen", "--input", CONTRACT, "--output", output, *_SHAPED)
    else:
        run(TYPESCRIPT / "node_modules" / ".bin" / "openapi-typescript", CONTRACT, "--output", output)


def check_shapes() -> None:
    """Ends with a message where the contract has changed since the shapes were made."""
    with tempfile.TemporaryDirectory() as folder:
        for client, shapes in SHAPES.items():
            made = Path(folder) / shapes.name
            shape(client, made)
            if made.read_bytes() != shapes.read_bytes():
                sys.exit(f"{shapes.relative_to(ROOT)} is not what the contract says: make clients-write")


def check_python() -> None:
    """Types and tests; then the wheel, installed by itself."""
    run(sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", folder=PYTHON)
    run(sys.executable, "-m", "pytest", "-q", "--rootdir", ".", "-c", "pyproject.toml", *_PLUGINS, folder=PYTHON)
    alone = ENVIRONMENT / "alone"
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(PYTHON, Path(folder) / "python", ignore=shutil.ignore_patterns("build", "*.egg-info"))
        pip(alone, "--force-reinstall", "--no-deps", copied)
    run(alone / "bin" / "python", "-c", "from cynnwys import Client, Copy, sync, verify")
    run(alone / "bin" / "cynnwys", "--help")


def check_typescript() -> None:
    """Types and tests; then what is published, and what it weighs."""
    run("npm", "test", "--silent", folder=TYPESCRIPT)
    run("npm", "pack", "--dry-run", "--silent", folder=TYPESCRIPT)
    run(
        "node",
        "--input-type=module",
        "--eval",
        "await import('cynnwys'); await import('cynnwys/folder')",
        folder=TYPESCRIPT,
    )


def main() -> None:
    check_node("clients", OLDEST_NODE)
    ENVIRONMENT.mkdir(parents=True, exist_ok=True)
    pip(ENVIRONMENT, "--require-hashes", "-r", PYTHON / "requirements-models.txt")
    install(TYPESCRIPT)
    if sys.argv[1:] == ["write"]:
        for client, shapes in SHAPES.items():
            shape(client, shapes)
        return
    check_shapes()
    check_python()
    check_typescript()
    print("The clients in Python and TypeScript are as the contract says, typed, tested, and can be installed.")


if __name__ == "__main__":
    main()

#!/usr/bin/env python
"""Generates clients from docs/contracts/openapi.json as partners do, and has them read answers that hold what it does not know.

openapi-python-client is installed in an environment of its own, openapi-typescript beside its package.json.
"""

import json
import shutil
import sys
from typing import Any

from graphql_server import ROOT, check_node, run

sys.path.insert(0, str(ROOT))

from tests.contracts.later_answers import with_more

OURS = ROOT / "tests" / "rest_clients"
CONTRACT = ROOT / "docs" / "contracts" / "openapi.json"
MADE = ROOT / "var" / "client-check"
ENVIRONMENT = MADE / "python"
OLDEST_NODE = 18


def answers() -> dict[str, Any]:
    """Answers of some later day, by name."""
    examples = json.loads(CONTRACT.read_text(encoding="utf-8"))["components"]["examples"]
    item, listed = (with_more(examples[name]["value"]) for name in ("item-cy", "list-cy"))
    other_block = {"id": "m", "lang": "cy", "type": "map", "place": "Bangor"}
    later = {**item, "body": [other_block, *item["body"]]}
    problem = {
        "type": "https://api.example.org/api/problems/new", "title": "Newydd", "status": 451, "detail": "Newydd.",
        "instance": "/", "code": "new", "language": "cy", "novel": "x",
    }  # fmt: skip
    bodies = {
        "item": later,
        "podcast": {**later, "type": "podcast"},
        "list": {**listed, "items": [{**listed["items"][0], "type": "podcast"}, {**later, "type": "podcast"}]},
        "whole": {**listed, "items": [later]},
    }
    made: dict[str, Any] = {name: {"status": 200, "body": body} for name, body in bodies.items()}
    return {**made, "problem": {"status": 404, "body": problem}, "plain": item["body"][0]["text"]["plain"]}


def read_with_python(told: str) -> None:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", ENVIRONMENT)
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    run(*pip, "--require-hashes", "-r", OURS / "requirements.txt")
    client = MADE / "partner_client"
    shutil.rmtree(client, ignore_errors=True)
    generator = ENVIRONMENT / "bin" / "openapi-python-client"
    run(generator, "generate", "--path", CONTRACT, "--meta", "none", "--output-path", client)
    file = MADE / "answers.json"
    file.write_text(told, encoding="utf-8")
    run(python, OURS / "read_answers.py", MADE, file)


def read_with_typescript(told: str) -> None:
    """In a folder of its own, so that what is made is not beside what is written."""
    folder = MADE / "typescript"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", "read-answers.ts"):
        shutil.copyfile(OURS / name, folder / name)
    (folder / "answers.ts").write_text(f"export const answers: any = {told};\n", encoding="utf-8")
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", folder=folder)
    tools = folder / "node_modules" / ".bin"
    run(tools / "openapi-typescript", CONTRACT, "--output", folder / "contract.ts", folder=folder)
    options = ("--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "--skipLibCheck")
    run(tools / "tsc", *options, "read-answers.ts", folder=folder)
    run("node", "read-answers.js", folder=folder)


def main() -> None:
    check_node("client-check", OLDEST_NODE)
    MADE.mkdir(parents=True, exist_ok=True)
    told = json.dumps(answers(), ensure_ascii=False)
    read_with_python(told)
    read_with_typescript(told)
    print("Clients of openapi-python-client and openapi-typescript read what the contract does not know.")


if __name__ == "__main__":
    main()

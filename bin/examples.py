#!/usr/bin/env python
"""What partners are told to do, done over a served demo: first steps with the documents alone, the examples of clients and
recipes, the example sites, and copies that are killed again and again while it is edited.
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from document_examples import LANGUAGES, has_examples, in_the_other_language, run_document
from graphql_server import ROOT, check_node, install
from served_demo import Demo, served_demo

sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "clients" / "python" / "src"))

import example_sites
import first_steps
import killed_copies

from tests.webhooks.receivers import Receiver

OLDEST_NODE = 20
# The pages whose examples are run here, and of which languages.
RUN: dict[str, Collection[str]] = {
    "README.md": ("sh",),
    "docs/embedding.md": ("sh",),
    "docs/graphql.md": ("sh", "js"),
    "docs/rest.md": ("sh",),
    "docs/versioning.md": ("sh",),
    "docs/webhooks.md": ("sh",),
}
# Those that tests run, or that are no commands of a partner's.
RUN_ELSEWHERE = {
    "docs/caching.md": "settings of an installation",
    "docs/operations.md": "commands of who runs the service",
    "docs/publishing.md": "what an operator chooses from: tests/publication tries each",
    "docs/testing.md": "how the tests are run",
}
TYPESCRIPT, GRAPHQL = ROOT / "clients" / "typescript", ROOT / "tests" / "graphql_clients"


def documents() -> dict[Path, Collection[str]]:
    """What is run, and of which languages the blocks are. Ends with the documents of which nobody has decided."""
    own = [*ROOT.glob("clients/*/README.md"), *ROOT.glob("docs/recipes/**/*.md")]
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    named = {page: str(page.relative_to(ROOT)) for page in pages if has_examples(page)}
    if undecided := {*named.values()} ^ {*RUN, *RUN_ELSEWHERE}:
        sys.exit(f"bin/examples.py has to say whether their examples are run: {', '.join(sorted(undecided))}")
    whole = {document: LANGUAGES for document in own if has_examples(document)}
    return dict(sorted({**whole, **{page: RUN[name] for page, name in named.items() if name in RUN}}.items()))


def run_documents(demo: Demo, receiver: str, python: Mapping[str, str]) -> str:
    """Runs all of them; those of the API itself also with each language in the place of the other."""
    command = [sys.executable, "-m", "tests.clients.demo_partner", receiver]
    made = subprocess.run(command, cwd=ROOT, env=demo.settings, check=True, stdout=subprocess.PIPE).stdout
    partner = json.loads(made)
    environment = {**demo.settings, **python, "KEY": partner["key"], "TOKEN": partner["preview"]}
    count = 0
    for number, (document, languages) in enumerate(documents().items()):
        twice = str(document.relative_to(ROOT)) in RUN
        for changed in (str, in_the_other_language) if twice else (str,):
            folder = demo.folder / "examples" / f"{number}-{changed.__name__}"
            count += run_document(document, folder, demo.url, partner["item"], environment, languages, changed)
    return f"{count} examples of {len(documents())} documents run."


def main() -> None:
    check_node("examples", OLDEST_NODE)
    install(TYPESCRIPT)
    install(GRAPHQL)
    if os.system(f"cd {TYPESCRIPT} && npm run build --silent"):
        sys.exit("The client in TypeScript cannot be built: see above.")
    python = {**os.environ, "PYTHONPATH": str(ROOT / "clients" / "python" / "src")}
    documents()
    with Receiver() as receiver, served_demo(WEBHOOKS_TO_LOOPBACK="1") as demo:
        print(first_steps.check(demo), flush=True)
        print(run_documents(demo, receiver.url, python), flush=True)
        print(example_sites.check(demo, python), flush=True)
        print(killed_copies.check(demo, python), flush=True)


if __name__ == "__main__":
    main()

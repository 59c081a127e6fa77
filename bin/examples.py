#!/usr/bin/env python
"""What partners are told to do, done over a served demo: first steps with the documents alone, the examples of clients and
recipes, the example sites, and copies that are killed again and again while it is edited.
"""

import os
import sys

from document_examples import has_examples, run_document
from graphql_server import ROOT, check_node, install
from served_demo import served_demo

sys.path.insert(0, str(ROOT / "clients" / "python" / "src"))

import example_sites
import first_steps
import killed_copies

OLDEST_NODE = 20
TYPESCRIPT, GRAPHQL = ROOT / "clients" / "typescript", ROOT / "tests" / "graphql_clients"


def main() -> None:
    check_node("examples", OLDEST_NODE)
    install(TYPESCRIPT)
    install(GRAPHQL)
    if os.system(f"cd {TYPESCRIPT} && npm run build --silent"):
        sys.exit("The client in TypeScript cannot be built: see above.")
    python = {**os.environ, "PYTHONPATH": str(ROOT / "clients" / "python" / "src")}
    documents = [*sorted(ROOT.glob("clients/*/README.md")), *sorted(ROOT.glob("docs/recipes/**/*.md"))]
    documents = [document for document in documents if has_examples(document)]
    with served_demo() as demo:
        print(first_steps.check(demo), flush=True)
        counted = [
            run_document(document, demo.folder / "examples" / str(number), demo.url, python)
            for number, document in enumerate(documents)
        ]
        print(f"{sum(counted)} examples of {len(documents)} documents run.", flush=True)
        print(example_sites.check(demo, python), flush=True)
        print(killed_copies.check(demo, python), flush=True)


if __name__ == "__main__":
    main()

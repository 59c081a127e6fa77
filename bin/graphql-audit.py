#!/usr/bin/env python
"""Asks our own server whether it speaks GraphQL over HTTP: npm's graphql-http has an audit for every sentence of it.

The server runs on a free port of this machine over a database without a single table: nothing that is audited reads one.
"""

import subprocess
import sys
import tempfile

from graphql_server import ROOT, check_node, environment, free_port, install, serving

AUDIT = ROOT / "tests" / "graphql_audit"
OLDEST_NODE = 18


def main() -> None:
    check_node("graphql-audit", OLDEST_NODE)
    install(AUDIT)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        # Never asked; but where there is one, the work is not done in the serving process, whose database is empty here.
        settings = environment(port, folder, ELASTICSEARCH_URL="http://127.0.0.1:9")
        with serving(port, settings) as url:
            result = subprocess.run(["node", "audit.mjs", url], cwd=AUDIT, check=False)
    sys.exit(result.returncode)


if __name__ == "__main__":
    main()

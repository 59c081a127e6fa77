#!/usr/bin/env python
"""Looks at pages in a real browser, and has axe-core find faults of accessibility in them: `browser-check.py TARGET TESTS...`.

Without Chromium it says so and ends well, unless REQUIRE_BROWSER is 1.
"""

import os
import subprocess
import sys

from graphql_server import ROOT, check_node, install

sys.path.insert(0, str(ROOT))

from tests.embed.browser import CHROMIUM

OLDEST_NODE = 18


def main() -> None:
    target, *tests = sys.argv[1:]
    if CHROMIUM is None:
        text = (
            f"Chromium is not installed (on Debian: apt-get install chromium): {target} looked at nothing in a browser."
        )
        sys.exit(text if os.environ.get("REQUIRE_BROWSER") == "1" else print(text))
    check_node(target, OLDEST_NODE)
    install(ROOT / "tests" / "embed_browser")
    names = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ELASTICSEARCH_URL")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", *tests]
    sys.exit(subprocess.run(command, cwd=ROOT, env=clean | {"REQUIRE_BROWSER": "1"}, check=False).returncode)


if __name__ == "__main__":
    main()

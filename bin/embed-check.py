#!/usr/bin/env python
"""Looks at the elements for other sites in a real browser, and has axe-core find faults of accessibility in them.

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
    if CHROMIUM is None:
        text = "Chromium is not installed (on Debian: apt-get install chromium): the elements were not looked at in a browser."
        sys.exit(text if os.environ.get("REQUIRE_BROWSER") == "1" else print(text))
    check_node("embed-check", OLDEST_NODE)
    install(ROOT / "tests" / "embed_browser")
    names = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ELASTICSEARCH_URL")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/embed/test_in_browser.py"]
    sys.exit(subprocess.run(command, cwd=ROOT, env=clean | {"REQUIRE_BROWSER": "1"}, check=False).returncode)


if __name__ == "__main__":
    main()

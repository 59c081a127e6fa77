#!/usr/bin/env python
"""Lets real clients ask our own server: Apollo Client, urql and Relay, as npm has them, over the demo.

The demo is copied into a folder that is deleted afterwards, less the Welsh of one page: so there is an item in English alone.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from graphql_server import ROOT, check_node, install, serving
from served_demo import copied_demo

CLIENTS = ROOT / "tests" / "graphql_clients"
OLDEST_NODE = 20


def prepare() -> None:
    """Takes the Welsh of a page out of the demo that the environment names."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page

    from cms.content.languages import CODES
    from cms.publication.models import Edition, State
    from cms.publication.reconciliation.actions import take_down_one

    welsh, english = CODES
    last = Edition.objects.filter(language=welsh, state=State.PUBLISHED).order_by("position").last()
    assert last is not None, "the demo is not empty"
    page = Page.objects.get(translation_key=last.item, locale__language_code=welsh).specific
    take_down_one(page, None, "Clients are to meet an item in one language.")
    left = Edition.objects.get(item=last.item, language=english)
    assert left.state == State.PUBLISHED, "English stays public where Welsh is taken down"
    call_command("reindex", verbosity=0)


def main() -> None:
    check_node("graphql-clients", OLDEST_NODE)
    install(CLIENTS)
    with tempfile.TemporaryDirectory() as folder:
        port, settings = copied_demo(Path(folder))
        preparing = [sys.executable, __file__, "prepare"]
        if subprocess.run(preparing, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit("The Welsh of a page could not be taken down: see above.")
        with serving(port, settings) as url:
            result = subprocess.run(["node", "clients.mjs", url], cwd=CLIENTS, env=dict(os.environ), check=False)
    sys.exit(result.returncode)


if __name__ == "__main__":
    prepare() if sys.argv[1:] == ["prepare"] else main()

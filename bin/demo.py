#!/usr/bin/env python
"""Prepares the demo in one process, so that a second start is quick, then becomes the server. `make demo` calls this.

Changes nothing that an editor did: each of the commands it runs is idempotent.
"""

import os
import signal
import socket
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
COMMANDS = (
    ("migrate", {"verbosity": 0, "interactive": False}),
    ("load_demo", {}),
    ("rebuild_publication", {}),
    ("reindex", {"if_needed": True}),
)
WELCOME = """
  Admin      {url}/admin/
  API        {url}/api/v1/
  API docs   {url}/api/docs/
  GraphQL    {url}/graphql
  To read    {url}/cy/  {url}/en/

  Demo editors: golygydd, password sefydlogrwydd (admin in Welsh); editor, password permanence (in English)
  Translators: cyfieithydd, password mabwysiadu (admin in Welsh); translator, password adoption (in English)
  Ready in {seconds:.0f} s. Stop with Ctrl-C.
"""


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def environment(url: str) -> dict[str, str]:
    """The demo's own database, files and addresses, whatever else the user's shell has set."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": "",
        "MEDIA_ROOT": "",
        "ALLOWED_HOSTS": "",
        "DEBUG": "",
        "ELASTICSEARCH_URL": "",
        "SEARCH_INDEX": "",
        "EMAIL_URL": "",
        "SECOND_FACTOR": "",
        "OIDC_ISSUER": "",
        "LOCAL_LOG_IN": "",
        **dict.fromkeys(("PUBLIC_URL_CY", "PUBLIC_URL_EN", "API_URL", "ADMIN_URL"), url),
    }


def prepare() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    try:
        django.setup()
        for command, options in COMMANDS:
            call_command(command, **options)
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(f"The demo could not be prepared: {error}")


def main(arguments: list[str]) -> None:
    started = time.monotonic()
    port = arguments[0] if arguments else "8000"
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        sys.exit(f"PORT: expected a number from 1 to 65535, not {port!r}.")
    if not port_is_free(int(port)):
        sys.exit(f"Port {port} on {HOST} is in use (or not allowed). Choose another: make demo PORT=8123")
    url = f"http://{HOST}:{port}"
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    (ROOT / "var").mkdir(exist_ok=True)
    os.environ.update(environment(url))
    prepare()
    print(WELCOME.format(url=url, seconds=time.monotonic() - started), flush=True)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell that starts this in the background ignores it
    os.execv(sys.executable, [sys.executable, "-m", "cms.server", "--host", HOST, "--port", port])


if __name__ == "__main__":
    main(sys.argv[1:])

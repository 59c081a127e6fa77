#!/usr/bin/env python
"""Django's command line for this project. Without DJANGO_SETTINGS_MODULE it takes the settings for developers, unless
something says that this is no developer's machine.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# Where docs/operations.md has the settings of an installation.
INSTALLED = Path("/etc/cms/environment")


def signs_of_production() -> Iterator[str]:
    """What nobody has who only develops."""
    if os.environ.get("DATABASE_URL", "").strip().startswith("postgres"):
        yield "DATABASE_URL"
    yield from (name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if os.environ.get(name, "").strip())
    if INSTALLED.exists():
        yield f"{INSTALLED} (read it first: set -a; . {INSTALLED})"


def main() -> None:
    if "DJANGO_SETTINGS_MODULE" not in os.environ and (signs := list(signs_of_production())):
        sys.exit(
            f"DJANGO_SETTINGS_MODULE is not set, and here there is {', '.join(signs)}. "
            "Set it to cms.settings.production, or to cms.settings.dev where you develop (docs/settings.md)."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

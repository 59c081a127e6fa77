"""`python -m cms.server`: the one command by which the service is run, in the image, by `make demo` and in tests."""

import argparse
import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m cms.server", description="Serves until told to end.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", default=8000, type=int)
    parser.add_argument(
        "--workers", default=1, type=int, help="processes that listen; one more does what would delay them"
    )
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    from .processes import serve

    try:
        serve(arguments.host, arguments.port, max(1, arguments.workers))
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

"""`python -m cynnwys`: keeps a copy from a shell, and reads from it."""

import argparse
import json
import sys
import time

from .client import Client
from .copy import Copy
from .problems import CynnwysError, NoAnswer
from .synchronising import sync

_LONG_POLL = 25
_PAUSE = 30.0


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 1 where it cannot be done."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "sync":
            _sync(given)
        else:
            return _show(given)
    except CynnwysError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cynnwys", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    synchronising = commands.add_parser("sync", help="bring a copy into step, or keep it so")
    synchronising.add_argument("file", help="a SQLite file, made where there is none")
    synchronising.add_argument("--url", required=True, help="the address of the API, such as https://api.example.org")
    synchronising.add_argument("--key", help="a partner's key; everything can be read without one")
    synchronising.add_argument("--lang", choices=("cy", "en"), help="keep one language only")
    synchronising.add_argument("--type", action="append", help="keep this type of item only; may be repeated")
    synchronising.add_argument("--language", choices=("cy", "en"), default="en", help="the language of messages")
    synchronising.add_argument("--follow", action="store_true", help="stay, and take up each change as it happens")
    show = commands.add_parser("show", help="print an item of a copy as JSON")
    show.add_argument("file")
    show.add_argument("id")
    show.add_argument("lang", choices=("cy", "en"))
    return parser


def _sync(given: argparse.Namespace) -> None:
    api = Client(given.url, key=given.key, language=given.language)
    filters = {name: value for name in ("lang", "type") if (value := getattr(given, name))}
    with Copy(given.file) as copy:
        last = copy.last_change
        while True:
            try:
                number = sync(api, copy, wait=_LONG_POLL if given.follow else 0, **filters)
            except NoAnswer as error:
                if not given.follow:
                    raise
                print(error, file=sys.stderr)
                time.sleep(_PAUSE)
                continue
            if number > last or not given.follow:
                print(f"{given.file}: {number - last} changes taken up", flush=True)
            last = number
            if not given.follow:
                return


def _show(given: argparse.Namespace) -> int:
    with Copy(given.file) as copy:
        found = copy.item(given.id, given.lang) or copy.term(given.id, given.lang)
    if found is None:
        print(f"{given.id} is not public in {given.lang}.", file=sys.stderr)
        return 1
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m cynnwys`: keeps a copy from a shell, and reads from it."""

import argparse
import json
import sys
import time
from typing import cast

from .client import Client, Language
from .command_words import WORDS, Words
from .copy import Copy, NotACopy
from .problems import CynnwysError, NoAnswer
from .synchronising import sync

_LONG_POLL = 25
_PAUSE = 30.0


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 1 where it cannot be done, 2 where it was not understood."""
    language = _language_of(arguments)
    words = WORDS[language]
    parser = _parser(words)
    given = parser.parse_args(arguments)
    try:
        if given.command == "show":
            return _show(given, words)
        try:
            api = Client(given.url, key=given.key, language=language)
        except ValueError:
            parser.error(words.no_address.format(url=given.url))
        _sync(api, given, words)
    except CynnwysError as error:
        print(_said(error, words), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _language_of(arguments: list[str] | None) -> Language:
    """In which language it speaks, also of what it does not understand."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    first.add_argument("--language", choices=tuple(WORDS), default="en")
    try:
        return cast(Language, first.parse_known_args(arguments)[0].language)
    except argparse.ArgumentError:
        return "en"


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = _with_help(
        argparse.ArgumentParser(prog="python -m cynnwys", description=words.description, add_help=False), words
    )
    commands = parser.add_subparsers(dest="command", required=True, title=words.commands)
    synchronising = _with_help(commands.add_parser("sync", help=words.sync, add_help=False), words)
    synchronising.add_argument("file", help=words.file)
    synchronising.add_argument("--url", required=True, help=words.url)
    synchronising.add_argument("--key", help=words.key)
    synchronising.add_argument("--lang", choices=("cy", "en"), help=words.lang)
    synchronising.add_argument("--type", action="append", help=words.type)
    synchronising.add_argument("--follow", action="store_true", help=words.follow)
    show = _with_help(commands.add_parser("show", help=words.show, add_help=False), words)
    show.add_argument("file", help=words.file)
    show.add_argument("id", help=words.item)
    show.add_argument("lang", choices=("cy", "en"), help=words.item_language)
    return parser


def _with_help(parser: argparse.ArgumentParser, words: Words) -> argparse.ArgumentParser:
    """The parser with what each command takes, under headings in the language."""
    parser._positionals.title, parser._optionals.title = words.arguments, words.options
    parser.add_argument("-h", "--help", action="help", help=words.help)
    parser.add_argument("--language", choices=tuple(WORDS), default="en", help=words.language)
    return parser


def _said(error: CynnwysError, words: Words) -> str:
    """What went wrong; a problem of the API is in the language already."""
    if isinstance(error, NotACopy):
        return words.no_copy.format(error=error)
    return words.no_answer.format(error=error) if isinstance(error, NoAnswer) else str(error)


def _sync(api: Client, given: argparse.Namespace, words: Words) -> None:
    filters = {name: value for name in ("lang", "type") if (value := getattr(given, name))}
    with Copy(given.file) as copy:
        last = copy.last_change
        while True:
            try:
                number = sync(api, copy, wait=_LONG_POLL if given.follow else 0, **filters)
            except CynnwysError as error:
                if not (given.follow and error.may_pass):
                    raise
                print(_said(error, words), file=sys.stderr)
                time.sleep(_PAUSE)
                continue
            if number > last or not given.follow:
                print(words.taken_up.format(file=given.file, count=number - last), flush=True)
            last = number
            if not given.follow:
                return


def _show(given: argparse.Namespace, words: Words) -> int:
    with Copy(given.file) as copy:
        found = copy.item(given.id, given.lang) or copy.term(given.id, given.lang)
    if found is None:
        print(words.not_public.format(id=given.id, lang=given.lang), file=sys.stderr)
        return 1
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())

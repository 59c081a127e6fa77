"""Withdraws an item or takes it down, with what readers are told in both languages; leads from it to another; or puts a
withdrawn one in force again.
"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from cms.publication.notices.taking_down import NoticeWords, merge, put_back, take_down, withdraw
from cms.publication.releases.instructions import RefusedError


class Command(BaseCommand):
    help = (
        "Takes an item down in both languages with a reason for readers, or leads from it to another; or withdraws it, or "
        "puts it in force again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is done to which item, by whom, and what readers are told."""
        parser.add_argument("item", type=UUID, help="The item's UUID, the same in both languages.")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--withdraw", action="store_true", help="It can still be read, with the notice.")
        what.add_argument("--moved-to", type=UUID, help="Its addresses lead to those of the item of this UUID.")
        what.add_argument("--put-back", action="store_true", help="It is in force again, without a notice.")
        parser.add_argument("--cy", default="", help="What readers are told in Welsh.")
        parser.add_argument("--en", default="", help="What readers are told in English.")
        parser.add_argument(
            "--instead",
            type=UUID,
            action="append",
            default=[],
            help="The UUID of an item to go to instead; may be repeated.",
        )
        parser.add_argument("--by", default="", help="The user name of whoever says so.")

    def handle(self, *args: Any, item: UUID, **options: Any) -> None:
        """Does it, or says why not."""
        user = self._user(options["by"])
        words = NoticeWords(options["cy"], options["en"], tuple(options["instead"]))
        is_silent = options["moved_to"] and not (words.cy or words.en or words.instead)
        if not options["put_back"] and not words.are_in_both and not is_silent:
            raise CommandError("Give --cy and --en: readers are told in both languages.")
        try:
            if options["put_back"]:
                put_back(item, user)
                done = "It is in force again."
            elif options["moved_to"]:
                merge(item, options["moved_to"], words, user)
                done = f"Its addresses lead to those of {options['moved_to']}."
            elif options["withdraw"]:
                withdraw(item, words, user)
                done = "It can still be read, with the notice."
            else:
                take_down(item, words, user)
                done = "It is gone; who asks for it is told why."
        except RefusedError:
            raise CommandError(
                "Nothing was done: the item is not public, or not withdrawn, or is its own alternative, or what it is to lead "
                "to is not public in each of its languages."
            ) from None
        self.stdout.write(done)

    @staticmethod
    def _user(name: str) -> Any:
        user = get_user_model().objects.filter(username=name).first() if name else None
        if name and user is None:
            raise CommandError("There is no user of that name.")
        return user

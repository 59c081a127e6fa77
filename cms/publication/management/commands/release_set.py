"""Checks, releases or undoes a release of several pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.publication.admin.releasing.set_wording import shown_faults
from cms.publication.models import ReleaseSet, SetState
from cms.publication.release_sets import flips
from cms.publication.release_sets.faults import Fault, FaultyError, faults
from cms.publication.release_sets.set_members import ClosedError, items_of
from cms.publication.releases.planning import Flip


class Command(BaseCommand):
    help = "Checks, releases or undoes a release of several pages, by its name or number: all of it in one commit, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds which, and what to do."""
        parser.add_argument("set", help="Its number, or its name.")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="Say what keeps it back; exit with 1 if anything does.")
        what.add_argument("--release", action="store_true", help="Let it go out now.")
        what.add_argument("--revert", action="store_true", help="Undo it: its pages are again what they were before.")
        parser.add_argument(
            "--leave-newer", action="store_true", help="With --revert: leave pages that were released again since."
        )
        parser.add_argument("--reason", default="", help="With --revert: why.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, or says what is at fault."""
        found = _named(options["set"], SetState.RELEASED if options.get("revert") else SetState.OPEN)
        try:
            if options.get("release"):
                flips.release(found, None)
            elif options.get("revert"):
                flips.revert(found, None, options["reason"], leave_newer=bool(options.get("leave_newer")))
            elif wrong := faults(Flip(found, items_of(found))):
                raise FaultyError(wrong)
        except FaultyError as error:
            raise CommandError(_told(found, error.faults)) from error
        except ClosedError as error:
            raise CommandError(f"{found.name}: it is {found.state}, or undone already.") from error
        self.stdout.write(f"{found.name}: {len(items_of(found))} items.")


def _named(name: str, state: str) -> ReleaseSet:
    """The newest of that number or name; of that name, rather one to which it can be done."""
    rows = ReleaseSet.objects.filter(name=name).order_by("-pk")
    found = rows.filter(state=state).first() or rows.first()
    if name.isdigit():
        found = ReleaseSet.objects.filter(pk=int(name)).first() or found
    if found is None:
        raise CommandError(f"No release is named {name}.")
    return found


def _told(found: ReleaseSet, wrong: list[Fault]) -> str:
    lines = (f"{one.title} {one.language}: {one.text} {one.url}".strip() for one in shown_faults(found, wrong))
    return "\n".join([f"{found.name}: nothing went out.", *lines])

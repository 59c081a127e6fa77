"""`manage.py purge_caches`, for after a release of the software: its pages may look otherwise though nothing was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.edge.purging import backends, purge
from cms.edge.surrogate_keys import SITE
from cms.publication.changelog.leases import ExternalFailure


class Command(BaseCommand):
    help = "Purges all answers from the caches in front of the service, or those with some keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", help="Surrogate keys. Without any, everything is purged.")

    def handle(self, *args: Any, keys: list[str], **options: Any) -> None:
        if not backends():
            raise CommandError("There is no cache to purge: set PURGE_URL.")
        try:
            purge(keys or [SITE])
        except ExternalFailure as error:
            raise CommandError(str(error)) from None

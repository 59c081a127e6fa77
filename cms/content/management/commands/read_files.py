"""Reads the words of files that nobody has read yet: those uploaded by an older release."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.content.models import File


class Command(BaseCommand):
    """Prints a line for each file: its name and what could be read of it."""

    help = "Reads the words of files whose words have not been read yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="read also the files that have been read before")

    def handle(self, *args: Any, **options: Any) -> None:
        files = File.objects.order_by("pk")
        if not options["again"]:
            files = files.filter(reading=None)
        for file in files.iterator(chunk_size=100):
            file.read_again()
            if options["verbosity"]:
                self.stdout.write(f"{file.filename}: {file.reading_report}")

"""Loads the demo content. It is in this app because texts that are the same in both languages are confirmed here."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.publication.reconciliation import actions
from demo.loading import accounts, source
from demo.loading.errors import DemoError, MistakesError
from demo.loading.loader import Loader
from demo.loading.showcase import show
from search.models import Synonym

REFUSAL = (
    "This service does not run with DEBUG, so it may be a real one. The demo puts made-up content on it, and the "
    "accounts of editors and translators (without passwords, here). To load it all the same, add --force."
)


class Command(BaseCommand):
    """`manage.py load_demo`: safe to run again, also after an interruption. It leaves alone what is there already."""

    help = "Loads the bilingual demo content and its editors' accounts. What is there already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--path", type=Path, default=settings.BASE_DIR / "demo", help="directory (default: demo/)")
        parser.add_argument("--force", action="store_true", help="load although DEBUG is off")
        parser.add_argument("--plain", action="store_true", help="leave out the items of which one language is ahead")

    def handle(self, *args: Any, path: Path, force: bool, plain: bool, verbosity: int, **options: Any) -> None:
        if not settings.DEBUG and not force:
            raise CommandError(REFUSAL)
        try:
            with quiet(verbosity):
                load_synonyms(path / "synonyms.yaml")
                loader = self._load(source.read(Path(path)))
                if not plain:
                    show(loader.demo, set(loader.loaded), loader.user, actions.release_alone)
        except (DemoError, MistakesError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(loader.demo.items)} items in 2 languages; {len(loader.loaded)} of them loaded now.")
        if settings.DEBUG:
            for account in accounts.ACCOUNTS:
                self.stdout.write(f"Log in as {account.username} / {account.password} (admin in {account.language}).")

    def _load(self, demo: source.Demo) -> Loader:
        loader = Loader(demo, confirm=actions.confirm_same)
        try:
            loader.run(partial(tqdm, desc="Loading the demo", unit="step", disable=None, file=self.stderr))
        finally:
            actions.reconcile_terms(loader.loaded_terms)
            if loader.loaded:
                actions.reconcile(loader.loaded)
        return loader


def load_synonyms(file: Path) -> None:
    """Makes the synonyms of a file, where there are none yet: `typed` and `meant`, each by language."""
    if not file.exists() or Synonym.objects.exists():
        return
    for row in yaml.safe_load(file.read_text(encoding="utf-8")):
        sides = {f"{side}_{code}": "\n".join(forms) for side in ("typed", "meant") for code, forms in row[side].items()}
        synonym = Synonym(**sides)
        try:
            synonym.full_clean()
        except ValidationError as error:
            raise DemoError(file.name, str(synonym), " ".join(error.messages)) from error
        synonym.save()


@contextmanager
def quiet(verbosity: int) -> Iterator[None]:
    """Keeps Wagtail's note of every page and task from burying the progress bar, unless asked for with -v 2."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO if verbosity < 2 else before)
    try:
        yield
    finally:
        logging.disable(before)

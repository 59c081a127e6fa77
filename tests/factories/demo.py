"""The demo of this project, as it is in demo/, for the tests that read it."""

from django.core.management import call_command
from django.test import override_settings

from tests.database.once import nothing_is_written_yet, once


def load_demo() -> None:
    """Loads the demo, all languages in step. It is the first thing that a class of tests does in `setUpTestData`."""
    nothing_is_written_yet()
    _load()


@once
def _load() -> None:
    with override_settings(RELEASE_POLICY="together"):
        call_command("load_demo", force=True, plain=True, verbosity=0)

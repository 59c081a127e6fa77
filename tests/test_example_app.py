"""The example app's tests, under settings of their own: installing it is all that may be needed."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings

from tests.database.template import BEGUN, SqliteTemplate, current_template

HAND_WRITTEN = ("__init__.py", "apps.py", "models.py", "settings.py", "migrations/__init__.py")


def test_a_page_type_added_from_outside_stands_in_every_outlet(django_db_setup: None, django_db_blocker: Any) -> None:
    command = [
        sys.executable, "-m", "pytest", "tests/example_app", "-q", "-n0", "-p", "no:cacheprovider",
        "--override-ini=DJANGO_SETTINGS_MODULE=tests.example_app.settings",
    ]  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.example_app.settings"}
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_"))]:
        del environment[name]
    with django_db_blocker.unblock():
        template = current_template()
    if isinstance(template, SqliteTemplate):
        environment[BEGUN] = str(template.path)
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_it_takes_ten_source_files_at_the_most() -> None:
    folder = settings.BASE_DIR / "tests" / "example_app"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if "__pycache__" not in path.parts}
    tests = {"conftest.py", "policies.py", "test_policy_page.py"}
    assert found - tests == {*HAND_WRITTEN, "migrations/0001_initial.py"}
    assert len(HAND_WRITTEN) <= 10

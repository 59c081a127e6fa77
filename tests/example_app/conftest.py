"""Under the suite's own settings this app is not installed: tests/test_example_app.py runs these tests under theirs."""

from django.apps import apps

collect_ignore_glob = [] if apps.is_installed("tests.example_app") else ["test_*.py", "models.py"]

"""The settings of the test suite with this app installed: all that installing it takes."""

from cms.settings.test import *  # noqa: F403

INSTALLED_APPS = ["tests.example_app", *INSTALLED_APPS]  # noqa: F405

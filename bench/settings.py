"""The service as it is, and beside it Wagtail's own API v2 and a view that returns constant bytes."""

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import INSTALLED_APPS

DEBUG = False
INSTALLED_APPS = ["bench", "wagtail.api.v2", *INSTALLED_APPS]
ROOT_URLCONF = "bench.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}
WAGTAIL_SITE_NAME = "bench"
WAGTAILAPI_LIMIT_MAX = 100

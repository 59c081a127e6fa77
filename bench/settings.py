"""The service as it is, and beside it Wagtail's own API v2, wagtail-grapple and a view that returns constant bytes."""

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import INSTALLED_APPS

DEBUG = False
# "bench" has to be ready before "grapple" is, which cannot be without redirects.
_BESIDE = [
    "bench",
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    "grapple",
    "graphene_django",
]
INSTALLED_APPS = [*_BESIDE, *(app for app in INSTALLED_APPS if app not in _BESIDE)]
ROOT_URLCONF = "bench.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}
WAGTAIL_SITE_NAME = "bench"
WAGTAILAPI_LIMIT_MAX = 100
GRAPPLE = {"APPS": ["guides"]}
WAGTAILREDIRECTS_AUTO_CREATE = False

"""On one's own machine: SQLite, no services, nothing secret."""

from . import environment
from .base import *  # noqa: F403

DEBUG = environment.DEBUG
SECRET_KEY = environment.SECRET_KEY or "only-for-development-never-in-production"
ALLOWED_HOSTS = environment.ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.CSRF_TRUSTED_ORIGINS
SECOND_FACTOR = environment.SECOND_FACTOR.lower() or "nobody"

# Static files straight from the packages, found when asked for: nothing to collect before a start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# No other site is asked from where something is tried out.
LINK_CHECKS = False

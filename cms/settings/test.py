"""For the test suite: SQLite or what DATABASE_URL names; fast password hashing; files in memory."""

from . import environment
from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = environment.SECRET_KEY or "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PUBLIC_URLS = {"cy": "https://cy.example.test", "en": "https://en.example.test"}
API_URL = "https://api.example.test"
# On a host that readers have too, so that any host answers: tests of hosts say otherwise.
WAGTAILADMIN_BASE_URL = API_URL
# Whoever tests limits names a store.
RATE_STORE = "process"
# Tests of the log-in switch these on.
SECOND_FACTOR = "nobody"
AXES_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
# Static files are found when asked for: there is no folder of collected ones.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Tests of search choose their engine and index themselves; all others publish without one.
ELASTICSEARCH = {**ELASTICSEARCH, "url": ""}  # noqa: F405
SEARCH_INDEX = ":memory:"
WORKS_IN_PROCESS = False
SEARCH_COUNTS = False

# Tests of registered queries name their own manifest.
GRAPHQL_REGISTERED_QUERIES = ""
GRAPHQL_REGISTERED_ONLY = False

# Each test has pictures of its own: what was made of another's is not given for them, though they have its number and bytes.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# Most tests publish one language and look at what is public. Tests of releases ask for `together`.
RELEASE_POLICY = "independent"
# Most tests publish as one person. Tests of the workflow have others approve.
APPROVES_OWN_WORK = True

# Receivers of tests are on this machine.
WEBHOOKS_TO_LOOPBACK = True

# Tests of metrics switch them on.
METRICS_ADDRESS = ""

# No test asks another machine.
LINK_CHECKS = False

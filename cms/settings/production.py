"""For the public service: HTTPS only. Refuses to start on a missing or unsafe variable, and names every one of them."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from . import environment, log_in_settings  # noqa: F401 - what is malformed there is named with the rest

KNOWN_SECRET_KEYS = {"only-for-development-never-in-production", "only-for-tests", "changeme", "change-me"}
SHORTEST_SECRET_KEY = 50
ADDRESSES = {
    "PUBLIC_URL_CY": environment.PUBLIC_URL_CY,
    "PUBLIC_URL_EN": environment.PUBLIC_URL_EN,
    "API_URL": environment.API_URL,
    "ADMIN_URL": environment.ADMIN_URL,
}


def secret_key_is_safe(key: str) -> bool:
    """Long, varied and no key that stands in a repository."""
    known = key in KNOWN_SECRET_KEYS or key.startswith("django-insecure-")
    return not known and len(key) >= SHORTEST_SECRET_KEY and len(set(key)) >= 10


def host_is_safe(host: str) -> bool:
    """A host name, or a domain with a leading dot: neither a wildcard nor an address with a scheme, port or path."""
    return "*" not in host and "/" not in host and (":" not in host or host.startswith("["))


def address_is_safe(address: str) -> bool:
    """An absolute https:// address without credentials, query or fragment."""
    try:
        parts = urlsplit(address)
        return bool(
            parts.scheme == "https"
            and parts.hostname
            and parts.port != 0
            and "@" not in parts.netloc
            and not {"?", "#", " ", "\\"} & set(address)
        )
    except ValueError:
        return False


def is_this_machine(address: str) -> bool:
    """Whether what is sent to an address leaves the machine."""
    return urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}


def unsafe_elasticsearch() -> Iterator[tuple[str, str]]:
    """Half of a login, two logins, one that others could read on its way; and no time to answer."""
    url, by_key = environment.ELASTICSEARCH_URL, environment.ELASTICSEARCH_API_KEY
    user, password = environment.ELASTICSEARCH_USER, environment.ELASTICSEARCH_PASSWORD
    if by_key and (user or password):
        yield "ELASTICSEARCH_API_KEY", "either an API key or a user and a password, not both"
    elif user and not password:
        yield "ELASTICSEARCH_PASSWORD", "the password of ELASTICSEARCH_USER"
    elif password and not user:
        yield "ELASTICSEARCH_USER", "the user whose password ELASTICSEARCH_PASSWORD is"
    if url.startswith("http://") and (by_key or user or password) and not is_this_machine(url):
        yield "ELASTICSEARCH_URL", "an https:// address, since a password or an API key is sent there"
    if not environment.ELASTICSEARCH_TIMEOUT_MS:
        yield "ELASTICSEARCH_TIMEOUT_MS", "a whole number, 1 or more"


def unsafe_webhooks() -> Iterator[tuple[str, str]]:
    """What would let a partner's address lead to this machine."""
    if environment.WEBHOOKS_TO_LOOPBACK:
        yield "WEBHOOKS_TO_LOOPBACK", "nothing: it is for trying out on one's own machine"


def unsafe_secrets() -> Iterator[tuple[str, str]]:
    """A key that others could guess."""
    if not secret_key_is_safe(environment.SECRET_KEY):
        yield "SECRET_KEY", f"secret, random text of {SHORTEST_SECRET_KEY} characters or more"
    if not all(map(secret_key_is_safe, environment.SECRET_KEY_FALLBACKS)):
        yield "SECRET_KEY_FALLBACKS", "what SECRET_KEY was before, separated by commas"


def unsafe() -> Iterator[tuple[str, str]]:
    """The name of each variable that is missing or unsafe, and what is expected of it."""
    yield from unsafe_secrets()
    database = environment.text("DATABASE_URL")
    if not database or (database.startswith("sqlite") and not environment.ALLOW_SQLITE):
        yield "DATABASE_URL", "postgres://USER:PASSWORD@HOST:PORT/NAME (or SQLite with ALLOW_SQLITE=1, for one process)"
    if not environment.ALLOWED_HOSTS or not all(map(host_is_safe, environment.ALLOWED_HOSTS)):
        yield "ALLOWED_HOSTS", "host names, separated by commas, without `*`, scheme, port or path"
    for name, address in ADDRESSES.items():
        if not address_is_safe(address):
            yield name, "an absolute https:// address without credentials, query or fragment"
    if environment.EMAIL_URL and not environment.EMAIL_FROM:
        yield "EMAIL_FROM", "the address that mail comes from, since EMAIL_URL names a server"
    if (
        environment.EMAIL_URL.startswith("smtp://")
        and "@" in environment.EMAIL_URL
        and not is_this_machine(environment.EMAIL_URL)
    ):
        yield "EMAIL_URL", "smtp+tls:// or smtp+ssl://, since a password is sent there"
    if not environment.MEDIA_ROOT or not Path(environment.MEDIA_ROOT).is_absolute():
        yield "MEDIA_ROOT", "the absolute path of the folder that keeps uploaded files"
    if environment.GRAPHQL_REGISTERED_ONLY and not environment.text("GRAPHQL_REGISTERED_QUERIES"):
        yield (
            "GRAPHQL_REGISTERED_QUERIES",
            "the file of the queries that are answered, since GRAPHQL_REGISTERED_ONLY is on",
        )
    yield from unsafe_elasticsearch()
    yield from unsafe_webhooks()


environment.refuse({**dict(unsafe()), **environment.MALFORMED})

from .base import *  # noqa: E402, F403 - only once the environment is known to be usable

DEBUG = False
SECRET_KEY = environment.SECRET_KEY
ALLOWED_HOSTS = environment.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = environment.CSRF_TRUSTED_ORIGINS

SECURE_SSL_REDIRECT = True
# Only behind a proxy that sets X-Forwarded-Proto itself: from anyone else the header is a lie.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.TRUST_PROXY_HEADERS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}  # noqa: F405

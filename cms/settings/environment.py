"""The one place that reads the environment. docs/settings.md documents every name below.

A value that cannot be read is noted in MALFORMED and its default used meanwhile, so that `refuse` can name every faulty
variable at once. No message repeats a value, since it may hold a password.
"""

import importlib.util
import json
import logging
import os
import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import environ
import pyrage
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
MALFORMED: dict[str, str] = {}
DATABASE_SCHEMES = {"postgres", "postgresql", "sqlite"}
# What cms/publication/releases/policies.py knows; settings import nothing of ours.
RELEASE_POLICIES = ("together", "together-at-first", "independent")
# Each with the port that it usually has.
MAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def refuse(faults: dict[str, str]) -> None:
    """Raises ImproperlyConfigured naming each faulty variable and what is expected of it; does nothing for none."""
    if faults:
        lines = "".join(f"\n  {name}: expected {expected}." for name, expected in faults.items())
        raise ImproperlyConfigured(f"The environment is not usable (see docs/settings.md):{lines}")


def text(name: str, default: str = "") -> str:
    """The value of `name` without surrounding space, or the default where it is not set or empty."""
    return os.environ.get(name, "").strip() or default


def words(name: str) -> list[str]:
    """The comma-separated values of `name`, without empty ones."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def choice(name: str, default: str, allowed: set[str]) -> str:
    """The value of `name` in capitals, which must be one of `allowed`; where it is not set, the default, whatever that is."""
    value = text(name, default).upper()
    if value == default or value in allowed:
        return value
    MALFORMED[name] = f"one of {', '.join(sorted(allowed))}"
    return default


def release_policy(name: str, default: str) -> str:
    """The value of `name`, one of RELEASE_POLICIES."""
    value = text(name, default).lower()
    if value in RELEASE_POLICIES:
        return value
    MALFORMED[name] = f"one of {', '.join(RELEASE_POLICIES)}"
    return default


def release_policies_by_type(name: str) -> dict[str, str]:
    """The values of `name`: `TYPE=POLICY`, comma-separated."""
    found = dict(word.partition("=")[::2] for word in words(name))
    if all(policy in RELEASE_POLICIES for policy in found.values()):
        return found
    MALFORMED[name] = f"TYPE=POLICY, comma-separated, where POLICY is one of {', '.join(RELEASE_POLICIES)}"
    return {}


def machine_translator(name: str) -> dict[str, Any] | None:
    """The value of `name`, a JSON object as wagtail-localize wants it: a class, and its options; None where it is not set."""
    value = text(name)
    try:
        found = json.loads(value) if value else None
    except ValueError:
        found = {}
    if found is None or (isinstance(found, dict) and "CLASS" in found):
        return found
    MALFORMED[name] = '{"CLASS": "package.module.Class", "OPTIONS": {...}} as JSON'
    return None


def switch(name: str, *, default: bool = False) -> bool:
    """True for `1`, `true`, `yes` or `on` and False for `0`, `false`, `no` or `off`, in any case."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value not in {"0", "false", "no", "off"}:
        MALFORMED[name] = "1 or 0"
    return False


def whole_number(name: str, default: int, least: int = 0) -> int:
    """The value of `name` as a whole number, `least` or more."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and int(value) >= least:
        return int(value)
    MALFORMED[name] = f"a whole number, {least} or more"
    return default


def database_url(name: str, default: str) -> str:
    """The value of `name`, which must be the URL of a PostgreSQL or SQLite database."""
    url = text(name, default)
    if names_a_database(url):
        return url
    MALFORMED[name] = "postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:///FILE"
    return default


def names_a_database(url: str) -> bool:
    """Whether a database URL can be read, is of a kind that we support and says which database."""
    if url == "sqlite://:memory:":
        return True
    try:
        parts = urlsplit(url)
        return parts.scheme in DATABASE_SCHEMES and len(parts.path) > 1 and parts.port != 0
    except ValueError:
        return False


def web_address(name: str) -> str:
    """The value of `name`, an http(s) address without credentials, or nothing."""
    return address(
        name,
        lambda parts: parts.scheme in {"http", "https"} and "@" not in parts.netloc,
        "http://HOST:PORT or https://HOST:PORT, without user name or password",
    )


def collector(name: str) -> str:
    """The value of `name`, the address of who takes traces, or nothing; refused where what makes them is not installed."""
    value = web_address(name)
    if value and any(importlib.util.find_spec(package) is None for package in ("opentelemetry", "google.protobuf")):
        MALFORMED[name] = "nothing, or the packages of requirements-otel.txt to be installed"
        return ""
    return value


def mail_server(name: str) -> str:
    """The value of `name`, the address of a mail server, or nothing."""
    return address(
        name,
        lambda parts: parts.scheme in MAIL_SCHEMES and len(parts.path) <= 1,
        "smtp+tls://USER:PASSWORD@HOST:PORT, or smtp+ssl:// or smtp:// in its place",
    )


def address(name: str, is_right: Callable[[SplitResult], bool], form: str) -> str:
    """The value of `name`, an address of a host that is right, or nothing; `form` is what it should look like."""
    value = text(name)
    try:
        parts = urlsplit(value)
        if not value or (parts.hostname and parts.port != 0 and is_right(parts)):
            return value
    except ValueError:
        pass
    MALFORMED[name] = form
    return ""


def security_contact(name: str) -> str:
    """The value of `name`, an address as security.txt has them (RFC 9116, 2.5.3), or nothing."""
    value = text(name)
    if not value or re.fullmatch(r"(?:mailto:[^@\s]+@[^@\s]+\.[^@\s]+|https://[^\s/]+\.[^\s]+|tel:\+[0-9-]+)", value):
        return value
    MALFORMED[name] = "mailto:NAME@HOST, https://HOST/PATH or tel:+NUMBER"
    return ""


def mail_sender(name: str) -> str:
    """The value of `name`, an e-mail address with or without a name before it, or nothing."""
    value = text(name)
    address = parseaddr(value)[1]
    if not value or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
        return value
    MALFORMED[name] = "an e-mail address, such as cms@example.wales or Name <cms@example.wales>"
    return ""


def folder_of_terms(name: str) -> str:
    """The value of `name`, the path of a folder that has `cy.html` and `en.html`, or nothing."""
    value = text(name)
    if not value or all((Path(value) / f"{code}.html").is_file() for code in ("cy", "en")):
        return value
    MALFORMED[name] = "the path of a folder that has cy.html and en.html"
    return ""


def readable_file(name: str) -> str:
    """The value of `name`, the path of a file that can be read, or nothing."""
    value = text(name)
    if not value or (Path(value).is_file() and os.access(value, os.R_OK)):
        return value
    MALFORMED[name] = "the path of a file that can be read"
    return ""


def index_prefix(name: str, default: str) -> str:
    """The value of `name`: lower-case letters, digits and hyphens, beginning with a letter."""
    value = text(name, default)
    if re.fullmatch(r"[a-z][a-z0-9-]{0,60}", value):
        return value
    MALFORMED[name] = "lower-case letters, digits and hyphens, beginning with a letter"
    return default


def rate_store(name: str, default: str) -> str:
    """The value of `name`: `process`, `database` or the address of a Redis."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        if value in {"process", "database"} or (
            parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
        ):
            return value
    except ValueError:
        pass
    MALFORMED[name] = "process, database or redis://USER:PASSWORD@HOST:PORT/NUMBER (or rediss:// in its place)"
    return default


def mail_settings(url: str) -> dict[str, object]:
    """Django's EMAIL settings for a mail server that `mail_server` has let through; for nothing, mail that goes nowhere."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "cms.accounts.mail.MailServer",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }


def purge_address(name: str) -> str:
    """The value of `name`, a cache that takes purges by keys, or nothing."""
    value = text(name)
    try:
        parts = urlsplit(value)
        secret = parts.scheme in {"fastly", "cloudflare"}
        known = secret or parts.scheme in {"varnish", "varnish+https"}
        if not value or (known and parts.hostname and parts.port != 0 and bool(parts.username) == secret):
            return value
    except ValueError:
        pass
    MALFORMED[name] = "varnish://HOST:PORT, fastly://TOKEN@SERVICE or cloudflare://TOKEN@ZONE"
    return ""


def purge_settings(url: str) -> dict[str, dict[str, str]]:
    """Wagtail's WAGTAILFRONTENDCACHE for an address that `purge_address` has let through; nothing for nothing."""
    if not url:
        return {}
    # Tokens, services and zones tell capitals apart.
    login, _, host = urlsplit(url).netloc.rpartition("@")
    options = {
        "varnish": {"BACKEND": "VarnishTags", "LOCATION": f"http://{host}/"},
        "varnish+https": {"BACKEND": "VarnishTags", "LOCATION": f"https://{host}/"},
        "fastly": {"BACKEND": "FastlyTags", "SERVICE": host, "TOKEN": unquote(login)},
        "cloudflare": {"BACKEND": "CloudflareTags", "ZONE": host, "TOKEN": unquote(login)},
    }[urlsplit(url).scheme]
    return {"default": {**options, "BACKEND": f"cms.edge.purging.{options['BACKEND']}"}}


def host_and_port(name: str) -> str:
    """The value of `name`, `HOST:PORT`, or nothing."""
    value = text(name)
    try:
        parts = urlsplit(f"//{value}")
        if not value or (parts.hostname and parts.port and value == parts.netloc and "@" not in value):
            return value
    except ValueError:
        pass
    MALFORMED[name] = "HOST:PORT, such as 127.0.0.1:9109"
    return ""


def backup_key(name: str) -> str:
    """The value of `name`, a secret key of age, or nothing."""
    value = text(name)
    try:
        if value:
            pyrage.x25519.Identity.from_str(value)
        return value
    except pyrage.IdentityError:
        MALFORMED[name] = "a secret key as age-keygen makes it: AGE-SECRET-KEY-1..."
        return ""


def backups_kept(name: str, default: str) -> dict[str, int]:
    """The numbers of `name`: of how many days, weeks and months a backup is kept."""
    value = text(name, default).replace(" ", "")
    if re.fullmatch(r"(daily|weekly|monthly)=[0-9]{1,4}(,(daily|weekly|monthly)=[0-9]{1,4})*", value):
        return {word: int(number) for word, _, number in (part.partition("=") for part in value.split(","))}
    MALFORMED[name] = f"how many are kept of each kind, such as {default}"
    return {}


def database(url: str) -> dict[str, object]:
    """The parts of a database URL that `database_url` has let through, as Django's DATABASES names them."""
    return dict(environ.Env.db_url_config(url))


DEFAULT_DATABASE_URL = f"sqlite:///{quote(str(BASE_DIR / 'var' / 'db.sqlite3'))}"

DEBUG = switch("DEBUG", default=True)
DATABASE_URL = database_url("DATABASE_URL", DEFAULT_DATABASE_URL)
ALLOW_SQLITE = switch("ALLOW_SQLITE")
SECRET_KEY = text("SECRET_KEY")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
TRUST_PROXY_HEADERS = switch("TRUST_PROXY_HEADERS")
PUBLIC_URL_CY = text("PUBLIC_URL_CY")
PUBLIC_URL_EN = text("PUBLIC_URL_EN")
API_URL = text("API_URL")
ADMIN_URL = text("ADMIN_URL")
EMAIL_URL = mail_server("EMAIL_URL")
EMAIL_FROM = mail_sender("EMAIL_FROM")
SECOND_FACTOR = choice("SECOND_FACTOR", "", {"NOBODY", "PUBLISHERS", "EVERYBODY"})
PARTNERS_EMAIL = mail_sender("PARTNERS_EMAIL")
OPERATOR_CY = text("OPERATOR_CY")
OPERATOR_EN = text("OPERATOR_EN")
TERMS_FOLDER = folder_of_terms("TERMS_FOLDER")
MEDIA_ROOT = text("MEDIA_ROOT")
RELEASE_POLICY = release_policy("RELEASE_POLICY", "together")
APPROVES_OWN_WORK = switch("APPROVES_OWN_WORK")
RELEASE_POLICY_BY_TYPE = release_policies_by_type("RELEASE_POLICY_BY_TYPE")
MACHINE_TRANSLATOR = machine_translator("MACHINE_TRANSLATOR")
ANSWER_MEMORY_MB = whole_number("ANSWER_MEMORY_MB", 32)
ANSWER_STORE_MB = whole_number("ANSWER_STORE_MB", 256)
RATE_ANONYMOUS = whole_number("RATE_ANONYMOUS", 12_000)
RATE_KEY = whole_number("RATE_KEY", 120_000)
RATE_SANDBOX = whole_number("RATE_SANDBOX", 1_200, least=1)
WAITING_ANONYMOUS = whole_number("WAITING_ANONYMOUS", 20)
WAITING_KEY = whole_number("WAITING_KEY", 50)
RATE_STORE = rate_store("RATE_STORE", "process" if DATABASE_URL.startswith("sqlite") else "database")
CLIENT_PATIENCE_SECONDS = whole_number("CLIENT_PATIENCE_SECONDS", 15, least=1)
MAX_UPLOAD_MB = whole_number("MAX_UPLOAD_MB", 100, least=1)
CHANGES_KEPT_DAYS = whole_number("CHANGES_KEPT_DAYS", 180, least=1)
TRASH_KEPT_DAYS = whole_number("TRASH_KEPT_DAYS", 30, least=1)
CACHE_MAX_AGE = whole_number("CACHE_MAX_AGE", 60)
SHARED_CACHE_SECONDS = whole_number("SHARED_CACHE_SECONDS", 0)
STALE_WHILE_REVALIDATE_SECONDS = whole_number("STALE_WHILE_REVALIDATE_SECONDS", 0)
STALE_IF_ERROR_SECONDS = whole_number("STALE_IF_ERROR_SECONDS", 0)
PURGE_URL = purge_address("PURGE_URL")
GRAPHQL_REGISTERED_QUERIES = readable_file("GRAPHQL_REGISTERED_QUERIES")
GRAPHQL_REGISTERED_ONLY = switch("GRAPHQL_REGISTERED_ONLY")
ELASTICSEARCH_URL = web_address("ELASTICSEARCH_URL")
ELASTICSEARCH_API_KEY = text("ELASTICSEARCH_API_KEY")
ELASTICSEARCH_USER = text("ELASTICSEARCH_USER")
ELASTICSEARCH_PASSWORD = text("ELASTICSEARCH_PASSWORD")
ELASTICSEARCH_CA_CERTS = text("ELASTICSEARCH_CA_CERTS")
ELASTICSEARCH_TIMEOUT_MS = whole_number("ELASTICSEARCH_TIMEOUT_MS", 1000)
ELASTICSEARCH_PREFIX = index_prefix("ELASTICSEARCH_PREFIX", "permanence")
SEARCH_INDEX = text("SEARCH_INDEX")
WEBHOOK_LOG_DAYS = whole_number("WEBHOOK_LOG_DAYS", 30, least=1)
WEBHOOK_DISABLE_AFTER_DAYS = whole_number("WEBHOOK_DISABLE_AFTER_DAYS", 5, least=1)
WEBHOOKS_TO_LOOPBACK = switch("WEBHOOKS_TO_LOOPBACK")
LINK_CHECKS = switch("LINK_CHECKS", default=True)
METRICS_ADDRESS = host_and_port("METRICS_ADDRESS")
METRICS_FOLDER = text("METRICS_FOLDER")
BACKUP_KEY = backup_key("BACKUP_KEY")
BACKUPS_KEPT = backups_kept("BACKUPS_KEPT", "daily=7,weekly=5,monthly=12")
OTEL_ENDPOINT = collector("OTEL_EXPORTER_OTLP_ENDPOINT")
SECURITY_CONTACT = security_contact("SECURITY_CONTACT")
AUDIT_KEPT_DAYS = whole_number("AUDIT_KEPT_DAYS", 730, least=1)
LOG_FORMAT = choice("LOG_FORMAT", "TEXT", {"TEXT", "JSON"})
LOG_REQUESTS = switch("LOG_REQUESTS", default=True)
LOG_LEVEL = choice("LOG_LEVEL", "INFO", set(logging.getLevelNamesMapping()) - {"NOTSET", "WARN", "FATAL"})

"""Settings: production refuses what is missing or unsafe and names it; the documentation lists what the code reads."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

import manage

SECRET_KEY = "k7-Qz_0aXw9LrT4vB2mNc8YhJ5sDfG1pUeR6iOoWqE3tZxCvBnM"
DATABASE_PASSWORD = "never-shown"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": SECRET_KEY,
    "DATABASE_URL": f"postgres://cms:{DATABASE_PASSWORD}@db.example.test:5432/cms?sslmode=require",
    "ALLOWED_HOSTS": "api.example.test, .golygu.example.test",
    "PUBLIC_URL_CY": "https://cy.example.test/",
    "PUBLIC_URL_EN": "https://en.example.test",
    "API_URL": "https://api.example.test",
    "ADMIN_URL": "https://golygu.example.test",
    "MEDIA_ROOT": "/srv/cms/media",
    "ELASTICSEARCH_URL": "https://search.example.test:9200",
    "EMAIL_URL": f"smtp+tls://cms:{DATABASE_PASSWORD}@mail.example.test",
    "EMAIL_FROM": "Golygu <cms@example.test>",
}
REQUIRED = sorted(set(PRODUCTION) - {"DJANGO_SETTINGS_MODULE", "ELASTICSEARCH_URL", "EMAIL_URL", "EMAIL_FROM"})
SHOW = """
import sys
from django.conf import settings
print(*(getattr(settings, name) for name in sys.argv[1:]), sep="\\n")
"""


def python(environment, *arguments):
    """A Python process of its own that has nothing in its environment but what is given."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(settings.BASE_DIR), **environment}
    return subprocess.run(
        [sys.executable, *arguments], env=clean, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def shown(environment, *names):
    result = python(environment, "-c", SHOW, *names)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def refusal(environment):
    """The names that loading the settings complains of."""
    result = python(environment, "-c", SHOW, "DEBUG")
    assert result.returncode == 1, result.stdout
    assert "ImproperlyConfigured" in result.stderr
    assert DATABASE_PASSWORD not in result.stderr
    return re.findall(r"^  ([A-Z_]+): expected", result.stderr, re.MULTILINE)


def test_a_complete_environment_starts_production():
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "ALLOWED_HOSTS", "CACHE_MAX_AGE", "PUBLIC_URLS")
    assert shown(PRODUCTION, *names) == [
        "False",
        "True",
        "True",
        "['api.example.test', '.golygu.example.test']",
        "60",
        "{'cy': 'https://cy.example.test', 'en': 'https://en.example.test'}",
    ]


def test_production_names_everything_that_is_missing_at_once():
    missing = refusal({"DJANGO_SETTINGS_MODULE": "cms.settings.production"})
    assert sorted(missing) == REQUIRED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "only-for-development-never-in-production"),
        ("SECRET_KEY", "django-insecure-" + SECRET_KEY),
        ("DATABASE_URL", "sqlite:////srv/cms/db.sqlite3"),
        ("DATABASE_URL", f"nonsense:{DATABASE_PASSWORD}"),
        ("DATABASE_URL", f"postgres://cms:{DATABASE_PASSWORD}@db.example.test:port/cms"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "api.example.test,*"),
        ("ALLOWED_HOSTS", " , "),
        ("ALLOWED_HOSTS", "https://api.example.test"),
        ("ALLOWED_HOSTS", "api.example.test:8000"),
        ("PUBLIC_URL_CY", "http://cy.example.test"),
        ("PUBLIC_URL_EN", "en.example.test"),
        ("API_URL", "https://"),
        ("API_URL", "https://api.example.test?key=1"),
        ("API_URL", "https://api.example.test#"),
        ("ADMIN_URL", "https://user:pass@golygu.example.test"),
        ("ADMIN_URL", "https://golygu.example.test:99999"),
        ("MEDIA_ROOT", "media"),
        ("TERMS_FOLDER", "/no/such/folder"),
        ("CACHE_MAX_AGE", "-1"),
        ("CHANGES_KEPT_DAYS", "0"),
        ("TRASH_KEPT_DAYS", "0"),
        ("CACHE_MAX_AGE", "an hour"),
        ("SHARED_CACHE_SECONDS", "-1"),
        ("STALE_WHILE_REVALIDATE_SECONDS", "a while"),
        ("STALE_IF_ERROR_SECONDS", "1.5"),
        ("PURGE_URL", "https://cache.example.test"),
        ("PURGE_URL", "fastly://service"),
        ("PURGE_URL", f"varnish://user:{DATABASE_PASSWORD}@cache.example.test"),
        ("EMAIL_URL", f"mail.example.test:{DATABASE_PASSWORD}"),
        ("EMAIL_URL", f"http://cms:{DATABASE_PASSWORD}@mail.example.test"),
        ("EMAIL_URL", f"smtp://cms:{DATABASE_PASSWORD}@mail.example.test"),
        ("EMAIL_URL", f"smtp+tls://cms:{DATABASE_PASSWORD}@mail.example.test:port"),
        ("EMAIL_URL", f"smtp+tls://cms:{DATABASE_PASSWORD}@"),
        ("EMAIL_FROM", ""),
        ("EMAIL_FROM", "the editors"),
        ("EMAIL_FROM", "cms@localhost"),
        ("SECOND_FACTOR", "sometimes"),
        ("OIDC_ISSUER", "http://login.example.test"),
        ("OIDC_ISSUER", f"https://cms:{DATABASE_PASSWORD}@login.example.test"),
        ("OIDC_ISSUER", "https://login.example.test/?realm=staff"),
        ("OIDC_GROUPS", "cms-editors=editors-cy"),
        ("OIDC_GROUPS", '{"cms-editors": ["editors"]}'),
        ("OIDC_GROUPS", '{"cms-editors": "editors-cy"}'),
        ("OIDC_GROUPS", '{"cms-editors": []}'),
        ("LOCAL_LOG_IN", "never"),
        ("LOCAL_LOG_IN", "0"),
        ("RELEASE_POLICY", "apart"),
        ("RELEASE_POLICY_BY_TYPE", "guide"),
        ("MACHINE_TRANSLATOR", "deepl"),
        ("RELEASE_POLICY_BY_TYPE", "guide=apart"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("LOG_REQUESTS", "some"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        ("AUDIT_KEPT_DAYS", "0"),
        ("SECURITY_CONTACT", "security@example.test"),
        ("TRUST_PROXY_HEADERS", "maybe"),
        ("ELASTICSEARCH_URL", f"https://search:{DATABASE_PASSWORD}@search.example.test:9200"),
        ("ELASTICSEARCH_URL", "search.example.test:9200"),
        ("CLIENT_PATIENCE_SECONDS", "0"),
        ("CLIENT_PATIENCE_SECONDS", "soon"),
        ("MAX_UPLOAD_MB", "0"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("RATE_ANONYMOUS", "-1"),
        ("RATE_KEY", "many"),
        ("RATE_SANDBOX", "0"),
        ("WAITING_ANONYMOUS", "-1"),
        ("WAITING_KEY", "many"),
        ("METRICS_ADDRESS", "9109"),
        ("METRICS_ADDRESS", "127.0.0.1"),
        ("METRICS_ADDRESS", "http://127.0.0.1:9109"),
        ("METRICS_ADDRESS", "127.0.0.1:0"),
        ("METRICS_ADDRESS", f"cms:{DATABASE_PASSWORD}@127.0.0.1:9109"),
        ("METRICS_ADDRESS", "127.0.0.1:99999"),
        ("BACKUP_KEY", "age1lks9rjzr05pc5n2vqgpa4c2z2m7zuah6atd7rcm00qz9fux4lfdq3q3jnk"),
        ("BACKUPS_KEPT", "7"),
        ("BACKUPS_KEPT", "yearly=7"),
        ("BACKUPS_KEPT", "daily=-1"),
        ("RATE_STORE", "memory"),
        ("RATE_STORE", f"memcached://cms:{DATABASE_PASSWORD}@cache.example.test"),
        ("RATE_STORE", "redis://"),
        ("ELASTICSEARCH_TIMEOUT_MS", "0.8"),
        ("ELASTICSEARCH_TIMEOUT_MS", "0"),
        ("ELASTICSEARCH_PREFIX", "*"),
        ("ELASTICSEARCH_PREFIX", "Permanence"),
    ],
)
def test_production_refuses_an_unsafe_value_and_names_it(name, value):
    assert refusal({**PRODUCTION, name: value}) == [name]


@pytest.mark.parametrize(
    ("variables", "refused"),
    [
        ({"ELASTICSEARCH_USER": "search"}, ["ELASTICSEARCH_PASSWORD"]),
        ({"ELASTICSEARCH_PASSWORD": DATABASE_PASSWORD}, ["ELASTICSEARCH_USER"]),
        ({"ELASTICSEARCH_USER": "search", "ELASTICSEARCH_PASSWORD": DATABASE_PASSWORD}, []),
        ({"ELASTICSEARCH_API_KEY": DATABASE_PASSWORD}, []),
        ({"ELASTICSEARCH_API_KEY": DATABASE_PASSWORD, "ELASTICSEARCH_USER": "search"}, ["ELASTICSEARCH_API_KEY"]),
    ],
)
def test_production_refuses_half_a_login_to_elasticsearch_or_two(variables, refused):
    environment = {**PRODUCTION, **variables}
    assert (refusal(environment) if refused else shown(environment, "DEBUG")) == (refused or ["False"])


OIDC = {
    "OIDC_ISSUER": "https://login.example.test",
    "OIDC_CLIENT_ID": "cms",
    "OIDC_CLIENT_SECRET": DATABASE_PASSWORD,
    "OIDC_GROUPS": '{"CN=Editors,OU=Staff": ["editors-cy", "superuser"]}',
}


@pytest.mark.parametrize("missing", sorted(OIDC.keys() - {"OIDC_ISSUER"}))
def test_an_issuer_needs_all_that_belongs_to_it(missing):
    assert refusal({**PRODUCTION, **OIDC, missing: ""}) == [missing]
    assert refusal({**OIDC, missing: "", "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}) == [missing]


def test_without_passwords_none_of_their_backends_is_left():
    names = ("AUTHENTICATION_BACKENDS", "WAGTAIL_PASSWORD_RESET_ENABLED", "AXES_ENABLED")
    assert shown({**PRODUCTION, **OIDC, "LOCAL_LOG_IN": "0"}, *names) == [
        "['cms.operations.access.letting_in.LetIn']",
        "False",
        "False",
    ]
    assert "ModelBackend" in shown({**PRODUCTION, **OIDC}, *names)[0]


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://search.example.test:9200", False),
        ("http://127.0.0.1:9200", True),
        ("http://[::1]:9200", True),
        ("https://search.example.test", True),
    ],
)
def test_a_key_is_sent_over_https_or_within_the_machine_only(url, sent):
    environment = {**PRODUCTION, "ELASTICSEARCH_URL": url, "ELASTICSEARCH_API_KEY": DATABASE_PASSWORD}
    assert (shown(environment, "DEBUG") if sent else refusal(environment)) == (
        ["False"] if sent else ["ELASTICSEARCH_URL"]
    )


def test_an_elasticsearch_without_a_login_may_be_on_a_private_network():
    environment = {**PRODUCTION, "ELASTICSEARCH_URL": "http://elasticsearch:9200"}
    assert "elasticsearch:9200" in shown(environment, "ELASTICSEARCH")[0]


def test_production_with_no_database_url_does_not_fall_back_to_sqlite():
    environment = {**PRODUCTION, "DATABASE_URL": "", "ALLOW_SQLITE": "1"}
    assert refusal(environment) == ["DATABASE_URL"]


def test_production_takes_sqlite_only_when_told_to():
    environment = {**PRODUCTION, "DATABASE_URL": "sqlite:////srv/cms/db.sqlite3", "ALLOW_SQLITE": "1"}
    assert "sqlite3" in shown(environment, "DATABASES")[0]


@pytest.mark.parametrize(
    ("module", "given", "found"),
    [
        ("production", "", "publishers"),
        ("dev", "", "nobody"),
        ("production", "Everybody", "everybody"),
        ("dev", "publishers", "publishers"),
    ],
)
def test_a_second_factor_is_asked_of_publishers_in_production(module, given, found):
    environment = {**PRODUCTION, "DJANGO_SETTINGS_MODULE": f"cms.settings.{module}", "SECOND_FACTOR": given}
    assert shown(environment, "SECOND_FACTOR") == [found]


def test_mail_goes_to_the_server_that_is_named_and_nowhere_without_one():
    assert shown(PRODUCTION, "EMAIL_HOST", "EMAIL_PORT", "DEFAULT_FROM_EMAIL") == [
        "mail.example.test",
        "587",
        "Golygu <cms@example.test>",
    ]
    environment = {**PRODUCTION, "EMAIL_URL": "", "EMAIL_FROM": ""}
    assert shown(environment, "EMAIL_BACKEND") == ["django.core.mail.backends.dummy.EmailBackend"]


@pytest.mark.parametrize(
    ("name", "value", "warning"), [("EMAIL_URL", "", "accounts.W001"), ("SECOND_FACTOR", "nobody", "accounts.W002")]
)
def test_the_deployment_check_tells_what_an_operator_should_know_of_accounts(name, value, warning):
    result = python({**PRODUCTION, name: value}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 1
    assert warning in result.stderr
    assert name in result.stderr


@pytest.mark.parametrize("trusted", ["0", "1"])
def test_the_proxy_header_is_believed_only_when_told_to(trusted):
    environment = {**PRODUCTION, "TRUST_PROXY_HEADERS": trusted}
    expected = "('HTTP_X_FORWARDED_PROTO', 'https')" if trusted == "1" else "None"
    assert shown(environment, "SECURE_PROXY_SSL_HEADER") == [expected]


@pytest.mark.parametrize("module", ["dev", "test", "production"])
@pytest.mark.parametrize("url", ["nonsense", "postgres://", "postgres://u:p@h", "mysql://h/db", "sqlite:///"])
def test_a_malformed_database_url_is_refused_everywhere_and_named(module, url):
    environment = {**PRODUCTION, "DJANGO_SETTINGS_MODULE": f"cms.settings.{module}", "DATABASE_URL": url}
    assert refusal(environment) == ["DATABASE_URL"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite://:memory:", ":memory:"),
        ("sqlite:////srv/a%20folder/db.sqlite3", "/srv/a folder/db.sqlite3"),
        ("postgres:///cms", "cms"),
        ("postgresql://cms:p%40ss@[::1]:5432/cms", "cms"),
    ],
)
def test_a_database_url_is_read(url, name):
    databases = shown({"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": url}, "DATABASES")[0]
    assert ast.literal_eval(databases)["default"]["NAME"] == name


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_what_is_set_for_the_public_service_is_not_taken_for_a_developers(name):
    """A command that somebody ran without all of the environment would have been at another database."""
    without = python({name: PRODUCTION[name]}, "manage.py", "version")
    assert without.returncode == 1
    assert f"DJANGO_SETTINGS_MODULE is not set, and here there is {name}" in without.stderr
    assert PRODUCTION[name] not in without.stderr
    said = {name: PRODUCTION[name], "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    assert python(said, "manage.py", "version").returncode == 0


def test_a_machine_with_the_file_of_an_installation_is_no_developers(tmp_path, monkeypatch):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    monkeypatch.setattr(manage, "INSTALLED", tmp_path / "environment")
    assert "/environment" not in " ".join(manage.signs_of_production())
    (tmp_path / "environment").write_text("")
    with pytest.raises(SystemExit, match="read it first"):
        manage.main()


def test_dev_needs_nothing_in_the_environment():
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    assert shown(environment, "DEBUG", "API_URL") == ["True", "http://127.0.0.1:8000"]


def test_the_deployment_check_is_clean_under_production_settings():
    result = python(PRODUCTION, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


def variables_read():
    """The names that environment.py, log_in_settings.py and production.py pass to a reader, such as text("API_URL")."""
    names = set()
    for module in ("environment", "log_in_settings", "production"):
        tree = ast.parse((settings.BASE_DIR / "cms" / "settings" / f"{module}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                names.add(node.args[0].value)
    return {name for name in names if isinstance(name, str) and re.fullmatch(r"[A-Z][A-Z_]{2,}", name)}


def documented(heading):
    """The names in the first column of the table below a heading of docs/settings.md."""
    page = (settings.BASE_DIR / "docs" / "settings.md").read_text()
    section = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_every_variable_is_documented_and_every_documented_one_is_read():
    assert documented("Variables") == variables_read()


def test_what_the_development_tools_read_is_documented_where_it_is_read():
    sources = "".join((settings.BASE_DIR / name).read_text() for name in ("Makefile", "bin/services", "conftest.py"))
    assert [name for name in documented("Variables of the development tools") if name not in sources] == []

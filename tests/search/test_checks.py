"""System checks: a search that could not work is said at the start, and one that can is let be."""

import pytest
from django.core.checks import registry

from search import analysis, checks

POSTGRESQL = "django.db.backends.postgresql"
SQLITE = "django.db.backends.sqlite3"


def ids(found):
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("debug", "database", "url", "expected"),
    [
        (False, POSTGRESQL, "", ["search.E001"]),
        (False, POSTGRESQL, "https://search.example.test", []),
        (False, SQLITE, "", []),
        (True, POSTGRESQL, "", []),
    ],
)
def test_several_machines_may_not_have_an_index_each(settings, monkeypatch, debug, database, url, expected):
    settings.DEBUG = debug
    settings.SEARCH_INDEX = "search.sqlite3"
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": url}
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", database)
    assert ids(checks.machines_share_an_index()) == expected


def test_a_language_without_an_analysis_is_named(settings):
    assert checks.languages_agree() == []
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    assert ids(checks.languages_agree()) == ["search.E002"]


def test_tables_of_words_that_cannot_be_read_are_found_at_deployment(monkeypatch):
    assert checks.analysis_loads() == []

    def index_keys(text, language):
        raise OSError("no such file")

    monkeypatch.setattr(analysis, "index_keys", index_keys)
    assert ids(checks.analysis_loads()) == ["search.E003"]


def test_the_checks_are_run():
    ours = set(registry.registry.get_checks(include_deployment_checks=True))
    assert {checks.machines_share_an_index, checks.languages_agree, checks.analysis_loads} <= ours

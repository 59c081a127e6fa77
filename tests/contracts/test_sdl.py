"""The schema of GraphQL as it is checked in: that of the code, and not to be broken unawares."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.graphql.contracts import broken, schema_text

SDL = Path(settings.BASE_DIR) / "docs" / "contracts" / "schema.graphql"


def test_the_schema_that_is_checked_in_is_that_of_the_code():
    assert SDL.read_text(encoding="utf-8") == schema_text(), "run `make contracts-write` and look at the diff"


def test_a_change_that_breaks_queries_is_told():
    assert broken("type Query { a: Int b: Int }", "type Query { b: Int }") == ["Query.a was removed."]
    assert broken("type Query { a: Int! }", "type Query { a: Int }") == ["Query.a changed type from Int! to Int."]
    assert broken("type Query { a: Int }", "type Query { a: Int b: Int }") == []


@pytest.fixture
def folder(settings, tmp_path):
    """A copy of the contracts in which somebody's query has a field that the code has no more."""
    settings.BASE_DIR = tmp_path
    call_command("export_contracts")
    path = tmp_path / "docs" / "contracts" / "schema.graphql"
    path.write_text(schema_text().replace("type Query {", "type Query {\n  parity: Int\n"), encoding="utf-8")
    return path


def test_a_change_that_breaks_queries_is_not_written_unawares(folder):
    with pytest.raises(CommandError, match=r"Query\.parity was removed"):
        call_command("export_contracts")
    assert "parity" in folder.read_text(encoding="utf-8")


def test_a_change_that_breaks_queries_is_written_where_it_is_meant(folder):
    call_command("export_contracts", breaking=True)
    assert folder.read_text(encoding="utf-8") == schema_text()


def test_the_check_shows_how_the_schema_differs(folder, capsys):
    with pytest.raises(CommandError, match="make contracts-write"):
        call_command("export_contracts", check=True)
    assert "-  parity: Int" in capsys.readouterr().out

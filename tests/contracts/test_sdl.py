"""The schema of GraphQL as it is checked in: that of the code; and what breaks queries of a schema is known."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.graphql.compatibility import broken
from cms.graphql.contracts import schema_text

SDL = Path(settings.BASE_DIR) / "docs" / "contracts" / "schema.graphql"


def test_the_schema_that_is_checked_in_is_that_of_the_code():
    assert SDL.read_text(encoding="utf-8") == schema_text(), "run `make contracts-write` and look at the diff"


def test_a_change_that_breaks_queries_is_told():
    assert broken("type Query { a: Int b: Int }", "type Query { b: Int }") == ["Query.a was removed."]
    assert broken("type Query { a: Int! }", "type Query { a: Int }") == ["Query.a changed type from Int! to Int."]
    assert broken("type Query { a: Int }", "type Query { a: Int b: Int }") == []


@pytest.mark.parametrize(
    ("reason", "today", "told"),
    [
        ("Use `b`. Sunset: 2027-06-30", date(2027, 7, 1), []),
        ("Use `b`. Sunset: 2027-06-30", date(2027, 6, 30), ["Query.a was removed."]),
        ("Use `b`.", date(2099, 1, 1), ["Query.a was removed."]),
    ],
)
def test_what_was_deprecated_may_go_after_its_day(reason, today, told):
    old = f'type Query {{ a: Int @deprecated(reason: "{reason}") b: Int }}'
    assert broken(old, "type Query { b: Int }", today) == told


def test_the_check_shows_how_the_schema_differs(settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path
    call_command("export_contracts")
    path = tmp_path / "docs" / "contracts" / "schema.graphql"
    path.write_text(schema_text().replace("type Query {", "type Query {\n  parity: Int\n"), encoding="utf-8")
    with pytest.raises(CommandError, match="make contracts-write"):
        call_command("export_contracts", check=True)
    assert "-  parity: Int" in capsys.readouterr().out

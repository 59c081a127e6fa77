"""Migrations since the last release keep no table from its readers for long, and take nothing away that its code uses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AlterField, CreateModel, Migration, RemoveField, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

from tests.upgrade.last_release import ROOT, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

# What is refused by rule and safe all the same: the migration, the rule's code, and why.
EXCEPTIONS: dict[tuple[str, str, str], str] = {
    ("publication", "0016_language_standings", "CREATE_INDEX"): "of a table that it makes: the condition is misread",
}


def since_the_last_release() -> list[Migration]:
    """Our migrations that its code does not have."""
    found = []
    for _, migration in sorted(MigrationLoader(connection).disk_migrations.items()):
        path = ROOT / Path(*migration.__module__.split(".")).with_suffix(".py")
        if path.exists() and not (unpacked() / path.relative_to(ROOT)).exists():
            found.append(migration)
    return found


def refused(migration: Migration, statements: list[str]) -> Iterator[str]:
    """The codes of the rules that a migration breaks, given what it does on PostgreSQL."""
    errors, _, warnings = analyse_sql_statements(PostgresqlAnalyser, statements, [])
    yield from (issue.code for issue in (*errors, *warnings))
    kinds = {isinstance(operation, RunPython) for operation in migration.operations}
    if migration.atomic and kinds == {True, False}:
        yield "DATA_UNDER_LOCK"
    if not migration.atomic and len(migration.operations) > 1:
        yield "HALF_DONE"
    if any(keeps_what_it_refers_to(migration)):
        yield "KEEPS_FROM_DELETING"
    made = re.findall(r'CREATE TABLE ("\w+")', "\n".join(statements))
    for statement in statements:
        checked = re.search(r'ALTER TABLE ("\w+") ADD .*(CHECK|FOREIGN KEY|REFERENCES)', statement)
        if checked and checked[1] not in made and "NOT VALID" not in statement:
            yield "CHECKED_UNDER_LOCK"


def keeps_what_it_refers_to(migration: Migration) -> Iterator[bool]:
    """Whether each new reference to another table would keep the last release, which does not know it, from deleting there."""
    makes = [operation for operation in migration.operations if isinstance(operation, CreateModel)]
    own = {f"{migration.app_label}.{one.name}".lower() for one in makes}
    fields = [field for one in makes for _, field in one.fields]
    fields += [one.field for one in migration.operations if isinstance(one, AddField | AlterField)]
    for field in fields:
        if isinstance(field, models.ForeignKey) and str(field.remote_field.model).lower() not in own:
            yield field.remote_field.on_delete not in {models.CASCADE, models.SET_NULL}


def sql(migration: Migration, before: ProjectState) -> list[str]:
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before, editor, collect_sql=True)
    return [line for line in editor.collected_sql if not line.startswith("--")]


def test_no_migration_since_the_last_release_locks_long_or_breaks_what_its_code_does() -> None:
    new, loader = since_the_last_release(), MigrationLoader(connection)
    assert new
    broken = set()
    for one in new:
        nodes = [(one.app_label, one.name), *loader.graph.leaf_nodes("wagtailcore")]
        before = loader.project_state(nodes, at_end=False)
        broken |= {(one.app_label, one.name, code) for code in refused(one, sql(one, before))}
    assert broken == EXCEPTIONS.keys()


def codes_of(*operations: Operation, atomic: bool = True) -> set[str]:
    """The rules that a migration of these operations breaks, after the newest of ours."""
    loader = MigrationLoader(connection)
    (leaf,) = loader.graph.leaf_nodes("publication")
    tried = type("Migration", (Migration,), {"operations": operations, "atomic": atomic})("tried", "publication")
    return set(refused(tried, sql(tried, loader.project_state(leaf))))


NUMBER = models.IntegerField(null=True)


@pytest.mark.parametrize(
    ("operation", "codes"),
    [
        (AddField("edition", "tried", NUMBER), set()),
        (AddField("edition", "tried", models.IntegerField(db_default=0)), set()),
        (AddField("edition", "tried", models.IntegerField(default=0)), {"NOT_NULL"}),
        (
            AddField("edition", "tried", models.ForeignKey("auth.User", models.CASCADE, null=True)),
            {"CREATE_INDEX", "CHECKED_UNDER_LOCK"},
        ),
        (RemoveField("edition", "body"), {"DROP_COLUMN"}),
        (AlterField("edition", "version", models.TextField()), {"ALTER_COLUMN"}),
        (
            AddConstraint("edition", models.CheckConstraint(condition=models.Q(version__gt=0), name="tried")),
            {"CHECKED_UNDER_LOCK"},
        ),
        (AddConstraint("edition", models.UniqueConstraint(fields=["body"], name="tried")), {"ADD_UNIQUE"}),
        ([AddField("edition", "tried", NUMBER), RunPython(print)], {"DATA_UNDER_LOCK"}),
        (RunPython(print), set()),
        (
            CreateModel(
                "Tried",
                [("id", models.BigAutoField(primary_key=True)), ("by", models.ForeignKey("auth.User", models.CASCADE))],
            ),
            set(),
        ),
        (
            CreateModel(
                "Tried",
                [("id", models.BigAutoField(primary_key=True)), ("by", models.ForeignKey("auth.User", models.PROTECT))],
            ),
            {"KEEPS_FROM_DELETING"},
        ),
    ],
)
def test_what_is_refused(operation: Operation | list[Operation], codes: set[str]) -> None:
    assert codes_of(*(operation if isinstance(operation, list) else [operation])) == codes


def test_what_is_not_undone_as_one_is_one_operation_that_is_tried_again() -> None:
    assert codes_of(RunPython(print), atomic=False) == set()
    assert codes_of(RunPython(print), RunPython(print), atomic=False) == {"HALF_DONE"}

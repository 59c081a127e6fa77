"""The database does what models say of a deleted row, whoever deletes it: the last release does not know the newest tables."""

import itertools
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from cms.operations.upgrades import deletion_rules
from cms.publication.models import ReleaseSet

pytestmark = pytest.mark.django_db

# Of tables that Django makes: SQLite's index of words is none.
REFERENCES: list[Any] = [
    field
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.local_fields
    if (model._meta.db_table, field.column) in deletion_rules.wanted() and field.column != "rowid"
]
# What constraints want of a row beside its columns that may not be empty.
ALSO: dict[str, dict[str, Any]] = {
    "previews.PreviewToken": {"item": "00000000-0000-0000-0000-000000000001"},
    "partners.PartnerKey": {"slot": 1},
}
_numbers = itertools.count(1_000_000)


def a_row(model: type[models.Model], **given: Any) -> Any:
    """The key of a new row of a model's own table; the rows that it refers to need not be there before the end."""
    fields = model._meta.local_concrete_fields
    also = {} if "release_set_id" in given else ALSO.get(model._meta.label, {})
    row = model(**{**{field.attname: value_for(field) for field in fields}, **also, **given})
    model._base_manager._insert([row], fields=fields, using=connection.alias)  # type: ignore[attr-defined]
    return row.pk


def value_for(field: Any) -> Any:
    """Any value that its column takes, different each time; nothing where it may be empty."""
    number = next(_numbers)
    if field.null and not field.primary_key:
        return None
    if field.has_default() and not field.unique:
        return field.get_default()
    kind = (field.target_field if field.remote_field else field).get_internal_type()
    if "DateTime" in kind:
        return timezone.now()
    if kind == "DateField":
        return timezone.now().date()
    if kind == "UUIDField":
        return f"{number:032x}"
    if kind == "BooleanField":
        return False
    if kind == "BinaryField":
        return b""
    if kind == "JSONField":
        return {}
    if kind in {"CharField", "SlugField", "TextField", "FileField", "SearchVectorField"}:
        return str(number)[-(field.max_length or 9) :]
    return 10_000 + number % 20_000


@pytest.mark.parametrize("field", REFERENCES, ids=lambda field: f"{field.model._meta.label}.{field.name}")
def test_what_refers_to_a_deleted_row_goes_or_is_emptied_or_keeps_it(field: Any) -> None:
    model, target = field.model, field.target_field
    with transaction.atomic():
        to = value_for(target)
        a_row(target.model, **{target.attname: to})
        row = a_row(model, **{field.attname: to})
        delete(target, to)
        left = model._base_manager.filter(pk=row).values_list(field.attname, flat=True)
        assert list(left) == {models.CASCADE: [], models.SET_NULL: [None]}.get(field.remote_field.on_delete, [to])
        transaction.set_rollback(True)


def delete(target: Any, value: Any) -> None:
    with connection.cursor() as cursor:
        query = f'DELETE FROM "{target.model._meta.db_table}" WHERE "{target.column}" = %s'
        cursor.execute(query, [target.get_db_prep_value(value, connection)])


def test_migrating_mends_what_is_otherwise_and_then_does_nothing() -> None:
    changes = {"sqlite": deletion_rules._triggers_changed, "postgresql": deletion_rules._constraints_changed}
    changed = changes[connection.vendor]
    assert list(changed(connection)) == []
    spoil()
    assert list(changed(connection)) != []
    deletion_rules.after_migrating(using="default")
    assert list(changed(connection)) == []


def spoil() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER on_delete_media_filepair_cy_id")
            return
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'media_filepair'::regclass AND confdeltype = 'c' ORDER BY 1"
        )
        name = cursor.fetchone()[0]
        cursor.execute(f'ALTER TABLE media_filepair DROP CONSTRAINT "{name}"')
        column = "cy_id" if "cy_id" in name else "en_id"
        cursor.execute(
            f'ALTER TABLE media_filepair ADD CONSTRAINT "{name}" FOREIGN KEY ("{column}") REFERENCES content_file (id)'
        )


def test_what_is_protected_is_kept_by_the_database_too() -> None:
    (field,) = (one for one in REFERENCES if one.model is ReleaseSet and one.name == "reverts")
    with transaction.atomic():
        reverted = a_row(ReleaseSet)
        a_row(ReleaseSet, reverts_id=reverted)
        delete(field.target_field, reverted)
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)

"""Tests that commit: Django empties every table after them, and here they are filled again as they were.

So the tests after them find the root page, the languages and the site, in whatever order tests are run.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import TestCase, TransactionTestCase

from .rows import Rows, everything, execute, leading_to

_original: dict[str, Rows] = {}


def commits(item: pytest.Item) -> bool:
    """Whether a test's changes are not rolled back."""
    own_class: Any = getattr(item, "cls", None)
    if own_class is not None and issubclass(own_class, TransactionTestCase):
        return not issubclass(own_class, TestCase)
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return (
        bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures
    )


def remember() -> None:
    """Notes what is in the database that the migrations have made."""
    _original.update(everything())


def put_back() -> None:
    """Fills the database as it was. What the flush has made anew, as permissions, goes."""
    if _original:
        nothing: dict[str, Rows] = {table: {} for table in _original}
        execute(leading_to(everything(), nothing) + leading_to(nothing, _original))
        _count_on()
        ContentType.objects.clear_cache()
        cache.clear()


def _count_on() -> None:
    """Lets keys that the database counts go on behind those filled in, where a flush has begun to count anew."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)

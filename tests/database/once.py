"""Scenes that many tests begin with: made once by a worker, as editors would make them, and then put back row by row.

Only a test that has written nothing yet, under settings that it has not changed but for the policy of releases, is given rows;
any other makes its own.
What a test makes after it has patched something is not kept: it may lack what the patch left out.
"""

import copy
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from django.conf import UserSettingsHolder, settings
from django.core.cache import cache as django_cache
from django.db import connection
from django.utils.translation import get_language

from .rows import everything, execute, leading_to

# Settings that tests change and that are part of what a scene is made for.
OF_SCENES = {"RELEASE_POLICY"}
OUTLETS = ("search", "cms.rest", "cms.graphql", "cms.http", "cms.reading")
Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Scene:
    """What a function returned and the statements that write what it wrote."""

    result: Any
    statements: list[str]


_scenes: dict[Hashable, Scene] = {}
_untouched: int | None = None
_patched: Callable[[], bool] = bool


def once(build: Callable[Given, Made]) -> Callable[Given, Made]:
    """Makes what `build` makes, from its rows when they are known. Its result must be one that can be copied."""

    @wraps(build)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if not is_untouched():
            return build(*args, **kwargs)
        key = (build.__module__, build.__qualname__, repr((args, kwargs)), get_language(), settings.RELEASE_POLICY)
        if key in _scenes:
            replay(_scenes[key])
        elif _patched():
            return build(*args, **kwargs)
        else:
            _scenes[key] = recorded(lambda: build(*args, **kwargs))
        return copy.deepcopy(_scenes[key].result)

    return made


@pytest.fixture(autouse=True)
def scenes_may_be_put_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """Notes where the database stands before the test's own fixtures write to it."""
    global _untouched, _patched
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        nothing_is_written_yet()
    if "monkeypatch" in request.fixturenames:
        _patched = partial(_has_patched, request.getfixturevalue("monkeypatch"))
    yield
    _untouched, _patched = None, bool


def nothing_is_written_yet() -> None:
    """For what is no test function: said where a class's data or an example of hypothesis begins."""
    global _untouched
    _untouched = _writes()


def is_untouched() -> bool:
    """Whether this test has written nothing, and its settings are everybody's but for those of scenes.

    What was written outside of a transaction is known of SQLite's connections alone.
    """
    counts_all = connection.in_atomic_block or connection.vendor == "sqlite"
    return _untouched is not None and counts_all and _untouched == _writes() and _overridden() <= OF_SCENES


def _has_patched(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether something is patched that may have a part in making a scene. Outlets, which only read, have none."""
    targets: list[Any] = [target for target, _, _ in monkeypatch._setattr]
    places = {getattr(target, "__module__", None) or target.__name__ for target in targets}
    return any(not place.startswith(OUTLETS) for place in places)


def _overridden() -> set[str]:
    """The names of settings that are not everybody's."""
    names: set[str] = set()
    layer: Any = settings._wrapped
    while isinstance(layer, UserSettingsHolder):
        names |= {name for name in vars(layer) if name.isupper()} | layer._deleted
        layer = layer.default_settings
    return names


def _writes() -> int:
    """How many rows this connection or this transaction has written, those rolled back among them."""
    if connection.vendor == "sqlite":
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0] or 0)


def recorded(build: Callable[[], Any]) -> Scene:
    """Builds a scene and finds out what it wrote."""
    before = everything()
    result = copy.deepcopy(build())
    return Scene(result, leading_to(before, everything()))


def replay(scene: Scene) -> None:
    """Writes a scene's rows."""
    execute(scene.statements)
    django_cache.clear()

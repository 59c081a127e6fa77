"""What every test shares: the language is put back after each, and a test whose service is missing skips or fails.

With REQUIRE_SERVICES=1 a missing service is a failure, never a skip.
"""

import gc
import os
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from functools import cache

import pytest
from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.test import TransactionTestCase
from django.utils import translation
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from pytest_django.plugin import blocking_manager_key

from search.admin import query_diagnosis
from search.querying import searcher
from search.trial import tried_change
from tests.database.flushed import commits, put_back
from tests.database.once import scenes_may_be_put_back
from tests.database.template import django_db_setup

__all__ = ["django_db_setup", "scenes_may_be_put_back"]


@pytest.fixture(scope="session", autouse=True)
def wagtails_own_search_is_off() -> None:
    """Nothing searches in it, and keeping its index takes a quarter of the time that a page takes to publish."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_given_up_for_want_of_time() -> Iterator[None]:
    """An answer depends on what it is asked, not on how busy the machine is. A test of a deadline gives one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(searcher, "_TIME_FOR_CORRECTIONS", 600)
        patched.setattr(query_diagnosis, "TIME", 600)
        patched.setattr(tried_change, "TIME", 600)
        yield


@pytest.fixture(autouse=True)
def language_is_put_back() -> Iterator[None]:
    """No test sees the language that an earlier one activated."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def postgres_fault() -> str:
    """Why a test marked `postgres` cannot run here; empty when it can. An unreachable server fails by itself."""
    if str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql"):
        return ""
    return "needs PostgreSQL: DATABASE_URL names another database (make services starts one)"


@cache
def elasticsearch_fault() -> str:
    """Why a test marked `elasticsearch` cannot run here; empty when it can."""
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if not url.startswith(("http://", "https://")):
        return "needs Elasticsearch: ELASTICSEARCH_URL is not set (make services starts one)"
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/_cluster/health", timeout=5):  # noqa: S310 - http(s) only
            return ""
    except (urllib.error.URLError, TimeoutError, ValueError):
        return "needs Elasticsearch: ELASTICSEARCH_URL does not answer"


def nginx_fault() -> str:
    """Why a test marked `nginx` cannot run here; empty when it can."""
    return "" if os.environ.get("NGINX_PROGRAM") else "needs nginx: NGINX_PROGRAM is not set (make services fetches it)"


# Rooms whose tests ask how is shown what others keep: on SQLite alone, but for what needs a service.
SHOWN = {"clients", "contracts", "embed", "graphql", "journeys", "previews", "reading", "translating", "welsh"}
FAULTS: dict[str, Callable[[], str]] = {
    "postgres": postgres_fault,
    "elasticsearch": elasticsearch_fault,
    "nginx": nginx_fault,
}


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: looking through it for garbage again and again takes a tenth of the time.

    Another tenth goes where what tests leave behind is looked for after hundreds of objects.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, object, object]:
    """Refuses two tests of one name: in parallel only the first would be run, and nobody would know. It comes before all that
    puts tests into another order.

    Marks what is run on PostgreSQL too: what touches a database, and asks how it keeps and finds rows. What needs Elasticsearch
    beside it is run there alone: the two are what a service in production has. What is `repetitive`, or reads the whole demo,
    is run on one database; and of a test's cases the first and the last are run on both.
    """
    if repeated := [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]:
        raise pytest.UsageError(f"Tests of the same name: {', '.join(repeated)}")
    ends = first_and_last_cases(items)
    for item in items:
        if touches_a_database(item) and not item.get_closest_marker("repetitive"):
            if item.get_closest_marker("elasticsearch"):
                item.add_marker("postgres")
            if item.get_closest_marker("postgres") or (item.nodeid in ends and asks_the_database(item)):
                item.add_marker("database")
    return (yield)


def first_and_last_cases(items: list[pytest.Item]) -> set[str]:
    """The names of each test's first and last case, in the order of its file; of a test that has none, its own."""
    cases: dict[str, list[str]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item.nodeid)
    return {name for names in cases.values() for name in (names[0], names[-1])}


def asks_the_database(item: pytest.Item) -> bool:
    """Whether it is for a test whose rows they are which database keeps them."""
    reads_the_demo = any(mark.args == ("demo",) for mark in item.iter_markers("xdist_group"))
    return not reads_the_demo and SHOWN.isdisjoint(item.path.relative_to(item.config.rootpath).parts)


def touches_a_database(item: pytest.Item) -> bool:
    """Whether a test has the suite's database, by mark, by fixture or by class."""
    own_class = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))
        or (own_class is not None and issubclass(own_class, TransactionTestCase))
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips, or with REQUIRE_SERVICES=1 fails, a test whose service is missing."""
    for marker, fault in FAULTS.items():
        if item.get_closest_marker(marker) and (reason := fault()):
            if os.environ.get("REQUIRE_SERVICES") == "1":
                pytest.fail(f"REQUIRE_SERVICES=1, but this test {reason}", pytrace=False)
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Lines are not traced in repetitive tests: that doubles their time, and they go the same ways again and again."""
    controller = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if controller is None or not item.get_closest_marker("repetitive"):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Fills the database again once a test that commits has been flushed away; after the last one the database is gone."""
    yield
    if nextitem is not None and commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            put_back()

"""A process that dies in the middle of what an editor does: at each commit, or at each statement, one after the other.

What dies takes its open transaction along, and everything that it meant to do after a commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from wagtail.models import Collection, PageViewRestriction

from cms.content.models import File, Topic
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Intent
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.database.rows import everything, execute, leading_to
from tests.factories import content as make

Public = dict[UUID, tuple[Any, ...]]


class Killed(BaseException):
    """Nobody catches it, as nobody catches SIGKILL."""


@dataclass
class Death:
    """When a process dies: right after its commit of some number (1, 2, ...), or before its statement of some number."""

    after_commit: int = 0
    before_statement: int = 0
    is_dead: bool = False

    @contextmanager
    def awaited(self) -> Iterator[None]:
        """Within it the process dies, and then does nothing more, whatever catches what is raised."""
        database: Any = connection
        self._really_commit = database._commit
        database._commit = self._commit
        try:
            with connection.execute_wrapper(self._execute):
                yield
        except Killed:
            pass
        finally:
            database._commit = self._really_commit
            connection.run_on_commit.clear()

    def _execute(self, run: Any, sql: str, *args: Any) -> Any:
        """A statement outside of a transaction is a transaction of its own; so, within that of a test, is a savepoint."""
        if self.is_dead and sql.startswith(("ROLLBACK TO SAVEPOINT", "RELEASE SAVEPOINT")):
            return run(sql, *args)
        self._step("before_statement")
        found = run(sql, *args)
        if not connection.in_atomic_block and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self._step("after_commit")
        return found

    def _commit(self) -> None:
        if self.is_dead:
            raise Killed
        self._really_commit()
        self._step("after_commit")

    def _step(self, kind: str) -> None:
        left = getattr(self, kind) - 1
        setattr(self, kind, left)
        self.is_dead = self.is_dead or left == 0
        if self.is_dead:
            raise Killed


@dataclass(frozen=True)
class Library:
    """A section in both languages with a page below it, that name a topic and offer a file."""

    section: Any
    welsh: Any
    below: Any
    elsewhere: Any
    topic: Any
    file: Any
    closed: Any


def library() -> Library:
    home, _ = make.homes("en")
    topic, file = make.topic("en"), make.file("mul")
    make.translate(topic)
    section = make.section(
        home, "en", topics=[("topic", topic)], files=[("file", {"title": "English: f", "file": file})]
    )
    welsh = make.translate(section)
    below = make.landing(section, "en")
    make.translate(below)
    elsewhere = make.landing(home, "en")
    make.translate(elsewhere)
    closed = Collection.get_first_root_node().add_child(name="Closed")
    closed.view_restrictions.create(restriction_type="login")
    settle()
    return Library(section, welsh, below, elsewhere, topic, file, closed)


def publish(given: Library) -> None:
    page = make.fresh(given.section)
    page.title = "English: another title"
    page.save_revision().publish()


def unpublish(given: Library) -> None:
    make.fresh(given.section).unpublish()


def move(given: Library) -> None:
    make.fresh(given.below).move(make.fresh(given.elsewhere), pos="last-child")


def delete(given: Library) -> None:
    make.fresh(given.section).delete()


def restrict(given: Library) -> None:
    PageViewRestriction.objects.create(page=make.fresh(given.section), restriction_type="login")


def close_in_bulk(given: Library) -> None:
    """As Wagtail's bulk action does it: without a signal."""
    File.objects.filter(pk=given.file.pk).update(collection=given.closed)


def edit_snippet(given: Library) -> None:
    topic = Topic.objects.get(pk=given.topic.pk)
    topic.name = "English: another name"
    topic.save()


OPERATIONS: dict[str, Callable[[Library], None]] = {
    step.__name__: step for step in (publish, unpublish, move, delete, restrict, close_in_bulk, edit_snippet)
}


def catch_up(given: Library) -> None:
    """An original is changed, and its translation after it."""
    publish(given)
    source = make.source_of(given.section)
    make.write_strings(source)
    source.create_or_update_translation(given.welsh.locale)


OF_PAIRS: dict[str, Callable[[Library], None]] = {
    step.__name__: step for step in (catch_up, unpublish, delete, restrict)
}


def public() -> Public:
    """What the public has of each item, both languages together, but for when it was done."""
    found: dict[UUID, list[Any]] = {}
    for row in Edition.objects.order_by("item", "language"):
        found.setdefault(row.item, []).append((row.language, row.state, row.path, row.content))
    return {item: tuple(rows) for item, rows in found.items()}


def survives_any_death(operation: Callable[[Library], None], kind: str) -> int:
    """Does the operation again and again, dying a step later each time, until it is done; returns how often it died.

    Whenever it dies, each item is public as before or as after, and what is committed is settled by the next to come.
    """
    given = library()
    before, rows = public(), everything()

    def put_back() -> None:
        execute(leading_to(everything(), rows))

    operation(given)
    settle()
    after = public()
    assert after != before
    died = 0
    while True:
        put_back()
        death = Death()
        setattr(death, kind, died + 1)
        with death.awaited():
            operation(given)
        if not death.is_dead:
            return died
        died += 1
        between = {item: held for item, held in public().items() if held not in (before.get(item), after.get(item))}
        assert between == {}, f"between, having died at step {died}"
        settle()
        assert not Intent.objects.exists()
        assert public() in (before, after), f"having died at step {died}"
        assert differences(all_items()) == [], f"having died at step {died}"


each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
each_operation_of_pairs = pytest.mark.parametrize("operation", OF_PAIRS.values(), ids=OF_PAIRS)

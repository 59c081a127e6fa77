"""What a list of tasks is. A room adds its own by the hook `register_task_lists`, which returns some, in a few lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from wagtail import hooks

HOOK: Final = "register_task_lists"
# Of each list, how many tasks are shown on the first screen, and on a screen of its own.
SHOWN: Final = 5
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Whose tasks are asked for, and how many: those that `user` may do, or of these only those that are the user's own."""

    user: Any
    now: datetime
    only_own: bool = False
    limit: int = SHOWN


@dataclass(frozen=True, slots=True)
class DueTask:
    """One thing to do: what it is called, in which language that is, the screen on which it is done, and what is to be said.

    `since` is how long it waits; `until` is when it is due, where it is.
    """

    title: str
    url: str
    language: str = ""
    note: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_new(self) -> bool:
        """Whether it has waited for less than a minute, which nobody counts."""
        return self.since is not None and timezone.now() - self.since < timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FoundTasks:
    """How many there are, how many of them are the user's own, and the first of them, the longest waiting first."""

    count: int
    own: int
    first: Sequence[DueTask] = ()


@dataclass(frozen=True, slots=True)
class TaskList:
    """One kind of task. `find` takes a number of queries that does not depend on how many there are; `url` leads to all.

    `advice` says in a sentence what to do. Without `url` they have a screen of their own.
    """

    name: str
    title: str | Promise
    advice: str | Promise
    order: int
    find: Callable[[TaskQuery], FoundTasks]
    url: Callable[[], str] | None = None

    @property
    def address(self) -> str:
        """Where all of them are."""
        return self.url() if self.url else reverse("desk_home:tasks", args=[self.name])


def task_lists() -> list[TaskList]:
    """All that rooms have registered, in order. Of two of one name the later registered is the one."""
    found: dict[str, TaskList] = {}
    for register in hooks.get_hooks(HOOK):
        found |= {one.name: one for one in register()}
    return sorted(found.values(), key=lambda one: (one.order, one.name))

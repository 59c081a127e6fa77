"""What editors do to pages and files while a backup is taken, and that the backup is one moment all the same."""

import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, connections

from cms.content.models import File, Picture
from cms.publication.intents.settlement import settle
from home.models import LandingPage
from tests.factories import content as make

from .restored_places import Place, empty_place, everything_agrees


def upload() -> None:
    make.file(name="new.pdf")


def delete() -> None:
    for file in File.objects.order_by("-pk")[:1]:
        file.delete()


def put_another_under_its_name() -> None:
    delete()
    make.file(content=os.urandom(20), name="form.pdf")


def upload_and_delete() -> None:
    make.file(name="short-lived.pdf").delete()


def replace() -> None:
    file = File.objects.order_by("pk").first()
    if file:
        old = file.file.name
        file.file = ContentFile(os.urandom(20), name="form.pdf")
        file.save()
        file.file.storage.delete(old)


def show_at_another_size() -> None:
    picture = Picture.objects.first()
    assert picture
    picture.renditions.all().delete()
    picture.get_rendition("width-100|format-webp")


def publish() -> None:
    page = make.publish(a_page(), title=make.words("en"))
    make.translate(page)


OPERATIONS: tuple[Callable[[], None], ...] = (
    upload,
    delete,
    put_another_under_its_name,
    upload_and_delete,
    replace,
    show_at_another_size,
    publish,
)


def is_one_moment(place: Place, operation: Callable[[], None], folder: Path, first: int, every: int) -> int:
    """Backs up with something done by somebody else before one of the statements, and restores it elsewhere; then so many
    statements later, and so on. Returns how often.
    """
    statement, times = first, 0
    while _back_up_with(place, operation, statement):
        _agrees_elsewhere(place, folder)
        statement, times = statement + every, times + 1
    return times


def is_one_moment_while_editors_write(place: Place, folder: Path, times: int) -> None:
    """Backs up so often while two editors do one thing after the other."""
    for _ in range(times):
        with _editors_at_work():
            place.back_up()
        _agrees_elsewhere(place, folder)


def _agrees_elsewhere(place: Place, folder: Path) -> None:
    with empty_place(folder) as another:
        another.restore(place.backups)
        settle()
        everything_agrees(another)
        assert {*files_below(another.media)} == _named_files()


@contextmanager
def _editors_at_work() -> Iterator[None]:
    over = threading.Event()

    def work(number: int) -> None:
        chance = random.Random(number)
        while not over.wait(chance.uniform(0, 0.1)):
            chance.choice((upload, upload_and_delete, delete, publish))()
        connections.close_all()

    editors = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for editor in editors:
        editor.start()
    try:
        yield
    finally:
        over.set()
        for editor in editors:
            editor.join()


def _back_up_with(place: Place, operation: Callable[[], None], statement: int) -> bool:
    """Backs up, with something done by somebody else before one of its statements. Whether there was such a statement."""
    seen = 0

    def somebody_else() -> None:
        operation()
        connections.close_all()

    def execute(run: Any, sql: str, *args: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == statement:
            other = threading.Thread(target=somebody_else)
            other.start()
            other.join()
        return run(sql, *args)

    with connection.execute_wrapper(execute):
        place.back_up()
    return seen >= statement


def a_page() -> Any:
    return LandingPage.objects.filter(locale__language_code="en").order_by("pk").first()


def files_below(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _named_files() -> set[str]:
    shown = [picture.renditions.values_list("file", flat=True) for picture in Picture.objects.all()]
    return {
        *File.objects.values_list("file", flat=True), *Picture.objects.values_list("file", flat=True),
        *(name for names in shown for name in names),
    }  # fmt: skip

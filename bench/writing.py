"""Measures writing: a rebuild and its memory, what a publication costs beside Wagtail's own, and a release of many pairs.

Call `measure_writing` after django.setup() with a library that `bench.build` made; the editions are made anew by it.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import StringTranslation, TranslationSource

from bench.build import key_of
from bench.set_release import measure_set
from cms.publication.models import Change, Edition, Facet, Intent
from cms.publication.reconciliation import receivers
from cms.publication.releases.instructions import say_minor

Figures = dict[str, float]
_PAIRS = 200
# A turn that no other publication has.
_CHANGED = 1_000_000


@dataclass(frozen=True)
class Publication:
    """What is published in a turn, with ours or without. What `prepare` does before is not measured."""

    publish: Callable[[int, bool], Any]
    prepare: Callable[[int], Any] = lambda turn: None


def measure_writing(guides: int, rounds: int = 30) -> Figures:
    """By name: editions a second and MB at most of a rebuild from nothing; ms and statements of publications, alone and what
    ours adds; and what a release of many pairs takes.
    """
    for model in (Facet, Edition, Change):
        model._base_manager.all()._raw_delete(connection.alias)
    figures = {"rebuild editions/s": 0.0, "rebuild MB": 0.0}
    seconds, figures["rebuild MB"] = _rebuild()
    figures["rebuild editions/s"] = Edition.objects.count() / seconds
    for name, publication in _publications(guides // 2).items():
        for what, (alone, added) in publication_cost(publication, rounds).items():
            figures |= {f"{name}, Wagtail alone {what}": alone, f"{name}, ours added {what}": added}
    return figures | _release_set(guides)


def print_writing(figures: Figures) -> None:
    """The figures as a table."""
    for name, figure in figures.items():
        print(f"  {name:<48} {figure:>8.1f}")


def _rebuild() -> tuple[float, float]:
    """Seconds and the most memory in MB of the command in a process of its own, its start included."""
    connection.close()
    command = [sys.executable, "-m", "django", "rebuild_publication", "--verbosity", "0"]
    started = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    most = 0.0
    # What wait4 says of a process' memory includes that of the process it was forked from.
    while process.poll() is None:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())
        most = max(most, int(found[1]) / 1024 if found else 0.0)
        time.sleep(0.05)
    if process.returncode:
        sys.exit("rebuild_publication failed.")
    return time.monotonic() - started, most


def publication_cost(publication: Publication, rounds: int) -> dict[str, tuple[float, float]]:
    """Median ms and statements of Wagtail's own part, and of what ours adds: in turns, so that both meet the same machine."""
    alone, added = [], []
    _turn(publication, 0, ours=True)
    for number in range(1, rounds + 1):
        own = _turn(publication, 2 * number, ours=False)
        whole = _turn(publication, 2 * number + 1, ours=True)
        alone.append(own)
        added.append((whole[0] - own[0], whole[1] - own[1]))
    medians = [[statistics.median(column) for column in zip(*rows, strict=True)] for rows in (alone, added)]
    return {"ms": (medians[0][0], medians[1][0]), "statements": (medians[0][1], medians[1][1])}


def _turn(publication: Publication, number: int, *, ours: bool) -> tuple[float, int]:
    """Milliseconds and statements of a publication."""
    publication.prepare(number)
    seen: list[str] = []

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        seen.append(statement)
        return execute(statement, *rest)

    with nullcontext() if ours else without_ours(), connection.execute_wrapper(note):
        started = time.perf_counter()
        publication.publish(number, ours)
        return (time.perf_counter() - started) * 1000, len(seen)


@contextmanager
def without_ours() -> Iterator[None]:
    """Within it nothing of ours hears of a publication, and what its triggers note is forgotten."""
    heard = (
        (page_published, receivers.after_commit),
        (page_unpublished, receivers.after_commit),
        (post_save, receivers.when_saved_or_deleted),
    )
    for signal, receiver in heard:
        if not signal.disconnect(receiver):
            sys.exit(f"{receiver.__name__} does not hear of publications.")
    try:
        yield
    finally:
        for signal, receiver in heard:
            signal.connect(receiver)
        Intent.objects.all().delete()


def _publications(number: int) -> dict[str, Publication]:
    """What is published: a guide's text or title (which others show), held or as a minor change; and what lets a pair out."""
    key = key_of(str(number))

    def text(turn: int, ours: bool = True) -> None:
        guide = _page(number, "en")
        guide.body[1].value.source = guide.body[1].value.source.replace("</p>", f" {turn}.</p>", 1)
        guide.save_revision().publish()

    def minor(turn: int, ours: bool) -> None:
        with transaction.atomic():
            text(turn)
            if ours:
                say_minor(key, "en", None, with_texts=True)

    return {
        "a text, held": Publication(text),
        "a title, held": Publication(lambda turn, ours: _publish_title(number, turn)),
        "a text, as minor": Publication(minor),
        "a translation, which lets both out": Publication(
            lambda turn, ours: _publish_translation(number), lambda turn: _translate_title(number, turn)
        ),
        "a title in both languages": Publication(lambda turn, ours: _publish_pair(number, turn)),
    }


def _page(number: int, language: str) -> Any:
    return Page.objects.get(translation_key=key_of(str(number)), locale__language_code=language).specific


def _publish_title(number: int, turn: int) -> None:
    guide = _page(number, "en")
    guide.title = f"Guide {number}, {turn}"
    guide.save_revision().publish()


def _translate_title(number: int, turn: int) -> None:
    """A new title in English, published and translated: the Welsh is still to be published."""
    _publish_title(number, turn)
    source = TranslationSource.objects.get(object_id=key_of(str(number)))
    source.update_from_db()
    welsh = Locale.objects.get(language_code="cy")
    for segment in source.stringsegment_set.annotate_translation(welsh).filter(translation=None):
        StringTranslation.objects.create(
            translation_of_id=segment.string_id, context_id=segment.context_id, locale=welsh,
            data=f"Canllaw {number}, {turn}.{segment.order}", translation_type="manual",
        )  # fmt: skip


def _publish_translation(number: int) -> None:
    source = TranslationSource.objects.get(object_id=key_of(str(number)))
    source.create_or_update_translation(Locale.objects.get(language_code="cy"), publish=True, fallback=False)


def _publish_pair(number: int, turn: int) -> None:
    _translate_title(number, turn)
    _publish_translation(number)


def _release_set(guides: int) -> Figures:
    """What a planned release of many pairs costs, all of them changed in both languages beforehand."""
    numbers = range(1, min(_PAIRS, guides - 1) + 1)
    keys = [key_of(str(number)) for number in numbers]

    def change() -> None:
        for number in numbers:
            _publish_pair(number, _CHANGED)

    return measure_set(keys, change)

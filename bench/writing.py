"""Measures writing: rebuilding all editions, its memory, and what a publication costs beside Wagtail's own.

Call `measure_writing` after django.setup() with a library that `bench.build` made; the editions are made anew by it.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import StringTranslation, TranslationSource

from bench.build import key_of
from cms.publication.models import Change, Edition, Facet, Intent
from cms.publication.reconciliation import receivers

Publication = Callable[[int], None]


def measure_writing(guides: int, rounds: int = 30) -> dict[str, float]:
    """Editions a second and MB at most of a rebuild from nothing, and ms of publications, alone and with ours, by name."""
    for model in (Facet, Edition, Change):
        model._base_manager.all()._raw_delete(connection.alias)
    figures = {"rebuild editions/s": 0.0, "rebuild MB": 0.0}
    seconds, figures["rebuild MB"] = _rebuild()
    figures["rebuild editions/s"] = Edition.objects.count() / seconds
    for name, publish in _publications(guides // 2).items():
        alone, ours = publication_cost(publish, rounds)
        figures |= {f"{name}, Wagtail alone ms": alone, f"{name}, ours added ms": ours}
    return figures


def print_writing(figures: dict[str, float]) -> None:
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


def publication_cost(publish: Publication, rounds: int) -> tuple[float, float]:
    """Median ms of Wagtail's own part, and of what ours adds: taken in turns, so that both meet the same machine."""
    alone, added = [], []
    publish(0)
    for number in range(1, rounds + 1):
        with without_ours():
            own = _milliseconds(publish, 2 * number)
        alone.append(own)
        added.append(_milliseconds(publish, 2 * number + 1) - own)
    return statistics.median(alone), statistics.median(added)


def _milliseconds(publish: Publication, number: int) -> float:
    started = time.perf_counter()
    publish(number)
    return (time.perf_counter() - started) * 1000


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
    """What is published: a guide's text, its title (which others show), and a guide with its translation."""
    key = key_of(str(number))

    def page(language: str) -> Page:
        return Page.objects.get(translation_key=key, locale__language_code=language).specific

    def text(turn: int) -> None:
        guide = page("en")
        guide.body[1].value.source = guide.body[1].value.source.replace("</p>", f" {turn}.</p>", 1)
        guide.save_revision().publish()

    def title(turn: int) -> None:
        guide = page("en")
        guide.title = f"Guide {number}, {turn}"
        guide.save_revision().publish()

    def pair(turn: int) -> None:
        title(turn)
        source = TranslationSource.objects.get(object_id=key)
        source.update_from_db()
        welsh = page("cy").locale
        for segment in source.stringsegment_set.annotate_translation(welsh).filter(translation=None):
            StringTranslation.objects.create(
                translation_of_id=segment.string_id, context_id=segment.context_id, locale=welsh,
                data=f"Canllaw {number}, {turn}.{segment.order}", translation_type="manual",
            )  # fmt: skip
        source.create_or_update_translation(welsh, publish=True, fallback=False)

    return {"a text": text, "a title": title, "a title in both languages": pair}

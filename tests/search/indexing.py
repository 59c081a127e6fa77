"""For tests of the indexer: items and terms that change together with the log, and what is then found in an index."""

from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from cms.content.languages import Language
from cms.publication.changelog.log import Log
from cms.publication.models import Edition, TermEdition
from search import engines
from search.indexing import analysers
from tests.factories import editions, terms


def log(item: UUID, kind: str = "published") -> int:
    """Adds a change of an item, and returns its version."""
    with transaction.atomic():
        written = Log.lock()
        version = written.append(item, ["cy", "en"], kind)
        written.write()
    return version


def publish(title: str, item: UUID | None = None) -> UUID:
    """An item that has `title` in both languages."""
    with transaction.atomic():
        if item is not None:
            Edition.objects.filter(item=item).delete()
        row, _ = editions.pair(item=item, title=title)
        log(row.item)
    return row.item


def withdraw(item: UUID) -> None:
    """Takes an item from the public."""
    with transaction.atomic():
        Edition.objects.filter(item=item).update(state="withdrawn", body=b"", card=b"")
        log(item, "withdrawn")


def publish_term(name: str, *forms: str, item: UUID | None = None, definition: str = "") -> UUID:
    """A term that has `name` and `forms` in both languages."""
    with transaction.atomic():
        if item is not None:
            TermEdition.objects.filter(item=item).delete()
        row, _ = terms.term_pair(name, name, forms={"cy": list(forms), "en": list(forms)}, item=item)
        TermEdition.objects.filter(item=row.item).update(definition=definition)
        log(row.item)
    return row.item


def withdraw_term(item: UUID) -> None:
    """Takes a term from the public."""
    with transaction.atomic():
        TermEdition.objects.filter(item=item).update(state="withdrawn", forms=[], body=b"")
        log(item, "withdrawn")


def found(word: str, language: Language = "cy") -> set[UUID]:
    """The items that a search for one word would find in the index that serves."""
    keys = {key for keys in analysers.current_analyser(language, fresh=True).query_keys(word) for key in keys}
    return set(engines.engine().items_with(language, sorted(keys)))


@contextmanager
def used(engine, monkeypatch):
    """Everything uses this engine, and no term of another test is known."""
    with monkeypatch.context() as patched:
        patched.setattr(engines, "engine", lambda: engine)
        patched.setattr(analysers, "_cache", analysers._AnalyserCache())
        yield engine

"""For tests of what outlets give: a fresh embedded index of what the editions say when asked to take it up."""

import pytest

from cms.publication.changelog.log import newest
from cms.publication.models import Edition, TermEdition
from search import engines
from search.indexing.document_builder import build_documents
from search.querying import facets, rarity
from tests.search.factories import FINGERPRINT, document


class Index:
    """The index of a test. Calling it takes up all that there is; nothing is taken up by itself."""

    def __init__(self, engine):
        self.engine = engine

    def __call__(self):
        items = {*Edition.objects.values_list("item", flat=True), *TermEdition.objects.values_list("item", flat=True)}
        facets.clear_label_cache()
        rarity.forget_counts()
        self.engine.write(build_documents(items, newest()))

    def still_has(self, item, language, word):
        """The index holds an item of one word as a public one, whatever the editions say."""
        made = document(item, language, 10**9, title=word, body=f"{word} {word}", type="landing")
        self.engine.write([made])


class Failing:
    """An engine that answers nothing."""

    name = "failing"

    def __getattr__(self, name):
        def fail(*args, **kwargs):
            raise engines.interface.Unavailable("no answer", retry_after=7)

        return fail


@pytest.fixture
def index(monkeypatch):
    from search.engines.sqlite.engine import SqliteEngine

    engine = SqliteEngine(":memory:")
    with engine.build(FINGERPRINT) as build:
        build.commit()
    monkeypatch.setattr(engines, "engine", lambda: engine)
    return Index(engine)


@pytest.fixture
def no_engine(monkeypatch):
    monkeypatch.setattr(engines, "engine", Failing)

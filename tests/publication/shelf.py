"""A page in both languages with all that a page may show of others, for tests of what becomes of changes to it."""

from typing import Any

from django.db import connection
from wagtail.models import Collection

from cms.publication.intents.settlement import settle
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.database.once import once
from tests.factories import content as make


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class Shelf:
    """A page in both languages with all that a page may show of others."""

    def __init__(self) -> None:
        home, _ = make.homes("en")
        self.topic, self.organisation = make.topic("en"), make.organisation("en")
        self.welsh_topic = make.translate(self.topic)
        make.translate(self.organisation)
        self.file, self.picture = make.file("mul"), make.picture()
        image = {"picture": self.picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
        self.page = make.landing(
            home, "en", topics=[("topic", self.topic)], publisher=self.organisation, body=[("image", image)],
            files=[("file", {"title": "English: f", "file": self.file})],
        )  # fmt: skip
        self.welsh = make.translate(self.page)
        self.beside = make.landing(home, "en")
        self.closed = Collection.get_first_root_node().add_child(name="Closed")
        self.closed.view_restrictions.create(restriction_type="login")
        self.term, _ = make.term_pair("lleoliad", "placement")
        settle()
        assert differences(all_items()) == []


@once
def a_shelf() -> Shelf:
    """Made once, for all tests here."""
    return Shelf()

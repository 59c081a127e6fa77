"""A process that dies before any statement of a deletion into the bin, or of a restoration: all was done, or nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model

from cms.desk.trash.models import BinnedItem
from cms.desk.trash.restoring import restore
from cms.publication.intents.settlement import settle
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.database.rows import everything, execute, leading_to
from tests.factories import content as make
from tests.publication.kills import Death, public
from tests.publication.pairs import pair

# What is numbered anew, or says when.
_ANEW = ("publication_", "trash_", "wagtailcore_pagelogentry", "wagtailcore_referenceindex")


def deaths(every: int) -> list[int]:
    """How often it died in a deletion and in a restoration, each so many statements later than before."""
    page, _ = pair()
    make.translate(make.landing(page, "en"))
    user: Any = get_user_model().objects.create_superuser("golygydd")
    settle()
    return [
        _dies(lambda: make.fresh(page).delete(user=user), every),
        _dies(lambda: restore(BinnedItem.objects.get(), user), every),
    ]


def _dies(operation: Callable[[], Any], every: int) -> int:
    """Ends with it done."""
    before = everything()

    def put_back() -> None:
        execute(leading_to(everything(), before))

    operation()
    settle()
    done, statement, died = _state(), 0, 0
    while True:
        put_back()
        statement += every
        death = Death(before_statement=statement)
        with death.awaited():
            operation()
        settle()
        if not death.is_dead:
            assert _state() == done
            return died
        died += 1
        assert everything() == before or _state() == done, f"having died at statement {statement}"
        assert differences(all_items()) == [], f"having died at statement {statement}"


def _state() -> Any:
    tables = {table: rows for table, rows in everything().items() if not table.startswith(_ANEW)}
    return tables, public(), BinnedItem.objects.count()

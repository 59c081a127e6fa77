"""What editors of the demo do: a title in both languages, a term, a take-down with a reason, a move, a deletion."""

from typing import Any

from wagtail.models import Page

from cms.content.models import Term
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, State
from cms.publication.notices.taking_down import NoticeWords, put_back, take_down, withdraw
from cms.publication.reconciliation.actions import release_as_same
from cms.publication.releases.instructions import RefusedError

WORDS = NoticeWords("Mae canllaw newydd wedi cymryd ei le.", "A new guide has taken its place.")


def _item(chosen: Any) -> Any:
    """An item that is public in both languages and has one below no other."""
    rows = Edition.objects.filter(state=State.PUBLISHED, language="cy").exclude(type="home").order_by("item")
    return chosen.choice(list(rows.values_list("item", flat=True)))


def _pages(item: Any) -> list[Any]:
    return [page.specific for page in Page.objects.filter(translation_key=item).order_by("locale")]


def retitle(chosen: Any, number: int) -> None:
    """Both languages have another title, and say the same."""
    item = _item(chosen)
    for page in _pages(item):
        latest = page.get_latest_revision_as_object()
        latest.title = f"{latest.title.split(' · ')[0]} · {number}"
        latest.save_revision().publish()
    _said(release_as_same, item, None)


def rename_term(chosen: Any, number: int) -> None:
    """A term has another definition in both languages."""
    key = chosen.choice(sorted(set(Term.objects.values_list("translation_key", flat=True))))
    for term in Term.objects.filter(translation_key=key):
        term.definition = f"{term.definition.split(' · ')[0]} · {number}"
        term.save()
    settle()


def withdraw_or_put_back(chosen: Any, number: int) -> None:
    """An item can still be read, with a notice; or is in force again."""
    item = _item(chosen)
    _said(put_back if number % 2 else withdraw, item, *([None] if number % 2 else [WORDS, None]))


def take_down_and_publish_again(chosen: Any, number: int) -> None:
    """An item is gone, with a reason; every other time it comes back."""
    item = _item(chosen)
    _said(take_down, item, WORDS, None)
    if number % 2:
        for page in _pages(item):
            page.get_latest_revision_as_object().save_revision().publish()
        _said(release_as_same, item, None)


def rename(chosen: Any, number: int) -> None:
    """An item has another address in both languages, and all below it."""
    item = _item(chosen)
    for page in _pages(item):
        latest = page.get_latest_revision_as_object()
        latest.slug = f"{latest.slug[:40]}-{number}"
        latest.save_revision().publish()
    _said(release_as_same, item, None)


def _said(say: Any, *given: Any) -> None:
    """What is refused, since it is so already, is left."""
    try:
        say(*given)
    except RefusedError:
        settle()


EDITS = (retitle, retitle, retitle, rename_term, withdraw_or_put_back, take_down_and_publish_again, rename)

"""Where what is in the bin goes back to, and who may put it there or delete it for good."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.trees.places import refusal
from cms.publication.admin.item_overview import LANGUAGE_NAMES

from .models import BinnedItem, BinnedRoot


class NotRestored(Exception):
    """Why something stays in the bin, in the language of the screen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def places(binned: BinnedItem, below: Page | None = None) -> dict[BinnedRoot, Page]:
    """The parent of each page: the one that it had or, where that is said, a page and that page's translations.

    Raises NotRestored where there is none.
    """
    found = {}
    for root in binned.roots.all():
        parent = former_parent(root) if below is None else _in_language(below, root.language)
        if parent is None:
            raise NotRestored(_missing(root, below))
        found[root] = parent
    return found


def former_parent(root: BinnedRoot) -> Page | None:
    """Below which the page was, if that is there."""
    return Page.objects.filter(pk=root.parent).first()


def check_place(page: Page, parent: Page, user: Any) -> None:
    """Raises NotRestored where the user may not make such a page there."""
    shown = {"parent": title_of(parent)}
    model = page.specific_class
    if not parent.permissions_for_user(user).can_add_subpage():
        raise NotRestored(_("You may not add pages below “%(parent)s”.") % shown)
    if model is None or not model.can_exist_under(parent):
        raise NotRestored(_("A page of this type may not stand below “%(parent)s”.") % shown)
    if reason := refusal(page, parent, is_new=True):
        raise NotRestored(str(reason))


def may_publish_there(binned: BinnedItem, user: Any) -> bool:
    """Whether the user may publish where all of it was; superusers alone may where such a place is gone."""
    parents = [former_parent(root) for root in binned.roots.all()]
    return bool(user.is_superuser) or all(
        parent is not None and parent.permissions_for_user(user).can_publish_subpage() for parent in parents
    )


def title_of(page: Page) -> str:
    """As the administration shows it."""
    title: str = page.specific_deferred.get_admin_display_title()
    return title


def _in_language(below: Page, language: str) -> Page | None:
    if below.depth == 1 or below.locale.language_code == language:
        return below
    return Page.objects.filter(translation_key=below.translation_key, locale__language_code=language).first()


def _missing(root: BinnedRoot, below: Page | None) -> str:
    if below is None:
        said = _("“%(parent)s”, below which “%(title)s” was, is not there any more.")
        return said % {"parent": root.parent_title, "title": root.title}
    said = _("“%(parent)s” has no page in this language: %(language)s.")
    return said % {"parent": title_of(below), "language": LANGUAGE_NAMES[root.language]}

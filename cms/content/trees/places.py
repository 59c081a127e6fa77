"""What is refused wherever an editor tries it: a second home page, a page among the other language's, a number twice."""

from functools import wraps
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.copy_page import CopyPageAction, CopyPageIntegrityError
from wagtail.actions.create_alias import CreatePageAliasAction, CreatePageAliasIntegrityError
from wagtail.models import Page

from ..declaration.registry import page_models, type_of

ONE_HOME = {
    "cy": gettext_lazy(
        "There is a home page in Welsh already, and it has the address /cy/. A language has one home page."
    ),
    "en": gettext_lazy(
        "There is a home page in English already, and it has the address /en/. A language has one home page."
    ),
}
MIXED = {
    "cy": gettext_lazy(
        "The page is in Welsh, and may only stand below a page in Welsh: its address would mix languages."
    ),
    "en": gettext_lazy(
        "The page is in English, and may only stand below a page in English: its address would mix languages."
    ),
}


def refusal(page: Page, parent: Page, *, is_new: bool) -> str | Promise | None:
    """Why a page may not stand below `parent`; None where it may. `is_new` for one that is to be made there."""
    language = page.locale.language_code
    if parent.depth > 1:
        return None if parent.locale_id == page.locale_id else MIXED[language]
    homes = Page.objects.child_of(parent).type(page_models()).filter(locale=page.locale_id)
    return ONE_HOME[language] if is_new and homes.exists() else None


def number_refusal(page: Any) -> str | None:
    """Why a page may not have its number: a live page of its type and language has it."""
    kind = type_of(page)
    number = getattr(page, "number", "")
    if kind is None or kind.numbered is None or not number:
        return None
    others = type(page).objects.filter(locale=page.locale_id, number=number, live=True).exclude(pk=page.pk)
    other = others.exclude(translation_key=page.translation_key).first()
    if other is None:
        return None
    return _("“%(title)s” has the number %(number)s, and its address. Choose another number.") % {
        "title": other.title,
        "number": number,
    }


def install() -> None:
    """Has Wagtail's own ways of copying, which its API takes, refuse what the form refuses; code may do as it will."""
    for action, error in (
        (CopyPageAction, CopyPageIntegrityError),
        (CreatePageAliasAction, CreatePageAliasIntegrityError),
    ):
        _guard(action, error)


def _guard(action: Any, error: type[Exception]) -> None:
    check = action.check

    @wraps(check)
    def guarded(self: Any, *args: Any, **kwargs: Any) -> None:
        parent = getattr(self, "to", None) or getattr(self, "parent", None) or self.page.get_parent()
        if self.user is not None and (reason := refusal(self.page, parent, is_new=True)):
            raise error(str(reason))
        check(self, *args, **kwargs)

    action.check = guarded

"""Values that Wagtail shows as Python writes them, and the name of the page above all."""

from functools import wraps
from typing import Any, Final

from django.db import models
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import Page

_ROOT: Final = "Root"


class YesNoComparison(FieldComparison):  # type: ignore[misc]
    """What a box was and is."""

    def htmldiff(self) -> Any:
        """The words before and after."""
        before, after = _said(self.val_a), _said(self.val_b)
        return TextDiff([("deletion", before), ("addition", after)]).to_html() if before != after else escape(before)


def install() -> None:
    """Registers the comparison, and has counts and the page above all said in the language of the screen."""
    register_comparison_class(models.BooleanField, comparison_class=YesNoComparison)
    plain = Page.get_admin_display_title

    @wraps(plain)
    def get_admin_display_title(self: Page) -> str:
        title: str = plain(self)
        return _("Root") if self.depth == 1 and title == _ROOT else title

    Page.get_admin_display_title = get_admin_display_title
    WagtailPaginator.items_count_label = property(_items_count_label)


def _said(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _items_count_label(paginator: WagtailPaginator) -> str:
    """How many there are of what a list lists. Welsh puts the number last: no noun of any gender changes after it then."""
    items = paginator.verbose_name if paginator.count == 1 else paginator.verbose_name_plural
    return _("%(count)s %(items)s") % {"count": paginator.count, "items": items}

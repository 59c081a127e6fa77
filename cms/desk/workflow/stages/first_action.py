"""Which button of the page editor comes first: for who may, what ends its stage; for who may not publish, submitting."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.admin.action_menu import ActionMenuItem

from . import acting


class FirstItem(ActionMenuItem):  # type: ignore[misc]
    """An action before *Save draft*. What is typed is saved by itself, and by Enter in a field as elsewhere."""

    template_name = "workflow/first_item.html"

    def __init__(self, item: ActionMenuItem) -> None:
        super().__init__(order=item.order)
        self.name, self.item = item.name, item

    def get_context_data(self, parent_context: Any) -> dict[str, SafeString]:
        """With the action's own button."""
        return {"button": self.item.render_html(parent_context)}


def put_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Puts first what approves all stages that are left, else this one, else what submits where nothing can be published."""
    wanted = next(_by_wish(items), None)
    if wanted is not None:
        items[:] = [FirstItem(wanted), *(item for item in items if item is not wanted)]


def _by_wish(items: list[Any]) -> Iterator[Any]:
    for name in (acting.APPROVE_ALL, acting.APPROVE):
        yield from (item for item in items if item.name == name and not item.launch_modal)
    if all(item.name != "action-publish" for item in items):
        yield from (item for item in items if item.name == "action-submit")

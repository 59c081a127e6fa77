"""What is done to several items of the bin at once."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.publication.admin.report import PERMISSIONS

from ..bin_places import NotRestored, may_publish_there
from ..emptying import delete_for_good
from ..models import BinnedItem
from ..restoring import restore
from .restore_view import say_restored


class BinBulkAction(BulkAction):  # type: ignore[misc]
    """Asks once, of all that was chosen."""

    models = [BinnedItem]
    template_name = "trash/bulk.html"
    question: Any
    refused: Any
    answer: Any

    def get_execution_context(self) -> dict[str, Any]:
        """With the request, to say what was done."""
        return {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the words."""
        return {**super().get_context_data(**kwargs), "action": self}


class RestoreSeveral(BinBulkAction):
    """Puts each back to where it was; says of the others why they stay."""

    display_name = _("Restore")
    action_type = "restore"
    aria_label = _("Restore what is selected")
    action_priority = 10
    question = _("These go back to where they were, in both languages, as drafts:")
    refused = _("You may not restore these:")
    answer = _("Restore")

    def check_perm(self, obj: BinnedItem) -> bool:
        """Who works on pages; where each may go is looked at when it goes."""
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(self.request.user, PERMISSIONS))

    @classmethod
    def execute_action(cls, objects: list[BinnedItem], request: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Those deleted last go first: what stood below them may go back after them."""
        for binned in sorted(objects, key=lambda one: one.deleted_at, reverse=True):
            try:
                say_restored(request, restore(binned, request.user))
            except NotRestored as refusal:
                button = messages.button(reverse("bin_restore", args=[binned.pk]), gettext("Choose another place"))
                said = gettext("“%(titles)s” stays in the bin. %(reason)s")
                shown = {"titles": binned.titles, "reason": refusal.reason}
                messages.error(request, said % shown, buttons=[button])
        return len(objects), 0


class DeleteForGood(BinBulkAction):
    """Deletes them so that nobody can restore them."""

    display_name = _("Delete for good")
    action_type = "delete"
    aria_label = _("Delete for good what is selected")
    action_priority = 20
    classes = {"serious"}
    question = _("Nobody can restore these any more, in either language:")
    refused = _("You may not delete these for good, since you may not publish where they were:")
    answer = _("Delete for good")

    @classmethod
    def address_of_all(cls) -> str:
        """Where the bin is emptied."""
        query = urlencode({"id": "all", "next": reverse("bin")})
        return f"{reverse('wagtail_bulk_action', args=['trash', 'binneditem', cls.action_type])}?{query}"

    def check_perm(self, obj: BinnedItem) -> bool:
        """Who may publish where it was."""
        return may_publish_there(obj, self.request.user)

    @classmethod
    def execute_action(cls, objects: list[BinnedItem], request: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Deletes each."""
        for binned in objects:
            delete_for_good(binned, request.user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many."""
        return gettext("Deleted for good: %(count)s.") % {"count": num_parent_objects}

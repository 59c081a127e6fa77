"""Wagtail's bulk deletion of pages, for pairs."""

from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.models import Page

from ..binning import forbidden, roots_of


class DeletePairs(DeleteBulkAction):  # type: ignore[misc]
    """Pages that the user may delete in both languages."""

    def check_perm(self, page: Page) -> bool:
        """Whether all that goes along may go."""
        return super().check_perm(page) and not forbidden(roots_of(page), self.request.user)

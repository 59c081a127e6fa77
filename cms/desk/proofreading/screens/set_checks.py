"""What was found in the texts of a release of several pages, said before it goes out."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..keeping.open_findings import findings_of, up_to_date
from .finding_wording import kind_name, what_to_do
from .shown_findings import checks_address, language_name


class SetChecks(Component):  # type: ignore[misc]
    """Lists what there is to look at in the newest texts of the items, in both languages."""

    template_name = "proofreading/includes/release_set.html"

    def __init__(self, request: HttpRequest, items: Collection[UUID]) -> None:
        self.request, self.items = request, items

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """A row for each finding; the way to it for who may edit its page. Said where it is a draft."""
        up_to_date(self.items)
        own = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.request.user, "change")
        found = list(findings_of(self.items))
        keys = {row.proof.page_id for row in found}
        drafts = set(
            Page.objects.filter(pk__in=keys, live=True, has_unpublished_changes=True).values_list("pk", flat=True)
        )
        editable = set(own.filter(pk__in=keys).values_list("translation_key", flat=True))
        rows = [
            {
                "title": row.proof.title,
                "code": row.proof.language,
                "language": language_name(row.proof.language),
                "kind": kind_name(row),
                "said": what_to_do(row),
                "is_of_draft": row.proof.page_id in drafts,
                "url": checks_address(row.proof.item) if row.proof.item in editable else "",
            }
            for row in found
        ]
        return {"rows": rows}

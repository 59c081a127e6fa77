"""Lists of files and pictures for the admin's own scripts: of the collections that somebody has a right in."""

from typing import Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class OfOnesCollections:
    """Leaves out what somebody may neither change nor choose."""

    def get_queryset(self) -> Any:
        found = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(found.model)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change", "delete", "choose"])  # type: ignore[attr-defined]
        return found.filter(pk__in=mine.values("pk"))


class PicturesEndpoint(OfOnesCollections, ImagesAdminAPIViewSet):
    pass


class FilesEndpoint(OfOnesCollections, DocumentsAdminAPIViewSet):
    pass

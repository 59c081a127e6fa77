"""Who may change a file or picture: whoever may write in its language; and what readers see, nobody by having uploaded it."""

from collections.abc import Collection
from typing import Any, Final, Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry

from cms.content.languages import CODES
from cms.content.models import File, Picture
from cms.publication.models import Edition, Facet
from cms.publication.visibility import served

from .language_rights import languages_of

_CHANGES: Final = {"change", "delete"}


class MediaPolicy(CollectionOwnershipPermissionPolicy):  # type: ignore[misc]
    """Wagtail's rights in collections, narrowed by language. Its owner's right to change an upload ends once readers see that:
    new bytes are public at once, and nobody approves their own.
    """

    def __init__(self, model: Any, auth_model: str, kind: Literal["file", "picture"]) -> None:
        super().__init__(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        self._kind = kind

    def user_has_any_permission_for_instance(self, user: Any, actions: Collection[str], instance: Any) -> bool:
        """Whether the user may do any of them with a file or picture."""
        others = set(actions) - _CHANGES
        if others and super().user_has_any_permission_for_instance(user, others, instance):
            return True
        if not super().user_has_any_permission_for_instance(user, set(actions) & _CHANGES, instance):
            return False
        return bool(self._changeable(user, self.model.objects.filter(pk=instance.pk)).exists())

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet[Any]:
        """Those with which the user may do any of them."""
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        return self._changeable(user, found) if set(actions) <= _CHANGES else found

    def _changeable(self, user: Any, found: QuerySet[Any]) -> QuerySet[Any]:
        if user.is_superuser:
            return found
        others = set(CODES) - languages_of(user)
        own = found.filter(uploaded_by_user=user).values_list("uid", flat=True)
        shown = Facet.objects.filter(
            name=self._kind,
            value__in=[str(uid) for uid in own],
            edition__in=Edition.objects.filter(served(timezone.now())),
        ).values_list("value", flat=True)
        by_right = Q(collection__in=self._collections_with_perm(user, ["change"]))
        return found.exclude(language__in=others).filter(by_right | ~Q(uid__in=list(shown)))


def install() -> None:
    """Puts these policies in the place of Wagtail's, in whichever order both are made ready."""
    policy_registry.register(File, MediaPolicy(File, "wagtaildocs.Document", "file"), exact_class=True)
    policy_registry.register(Picture, MediaPolicy(Picture, "wagtailimages.Image", "picture"), exact_class=True)

"""Who of those that work on the content may see a stored file or picture: who has a right in its collection."""

from typing import Any, Final, Literal
from uuid import UUID

from wagtail.models import UploadedFile
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from cms.content.models import File, Picture, Rendition

# To add is not among them: who may only add sees what is theirs, which they may change.
_RIGHTS: Final = ("change", "delete", "choose")


def may_see_media(user: Any, kind: Literal["file", "picture"], uid: UUID) -> bool:
    """Whether somebody may see a file or picture that readers may not."""
    model = File if kind == "file" else Picture
    return _may_see(user, model.objects.filter(uid=uid).first())


def may_see_stored(user: Any, key: str) -> bool:
    """Whether somebody may see the bytes that lie under `key`: a file, a picture at any size, what they are just uploading.

    Editors see each other's portraits. What belongs to nothing is for nobody.
    """
    if not _works_here(user):
        return False
    if UserProfile.objects.filter(avatar=key).exists():
        return True
    if UploadedFile.objects.filter(file=key, uploaded_by_user=user).exists():
        return True
    rendition = Rendition.objects.filter(file=key).select_related("image__collection").first()
    found = rendition.image if rendition else None
    found = found or Picture.objects.filter(file=key).first() or File.objects.filter(file=key).first()
    return _may_see(user, found)


def _may_see(user: Any, media: File | Picture | None) -> bool:
    if media is None or not _works_here(user):
        return False
    policy = policy_registry.get_by_type(type(media))
    return bool(policy.user_has_any_permission_for_instance(user, _RIGHTS, media))


def _works_here(user: Any) -> bool:
    return user is not None and user.is_active and user.has_perm("wagtailadmin.access_admin")

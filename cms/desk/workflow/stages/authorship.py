"""Who wrote what of a page since it was last live: for nobody approves their own words."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision
from wagtail_localize.models import SegmentOverride, StringTranslation

from cms.content.pages import ContentPage
from cms.content.translating.seen_sources import is_translating
from cms.content.translating.stable_content import shows_same

OWN_WORK: Final = _("You wrote some of this since it was last approved, so somebody else has to approve it.")


def install() -> None:
    """Notes whoever writes a version of a page, or a text or value of a translation."""
    post_save.connect(note_version, sender=Revision)
    post_save.connect(note_translation, sender=StringTranslation)
    post_save.connect(note_translation, sender=SegmentOverride)


def writers(page: Page) -> set[int]:
    """The users who wrote some of what a page says since its live version; of one that is not live, of all that it says."""
    from ..models import Contribution

    rows = Contribution.objects.filter(item=page.translation_key, language=page.locale.language_code)
    if page.live_revision_id is not None:
        rows = rows.filter(at__gt=page.live_revision.created_at)
    return set(rows.values_list("user_id", flat=True))


def refuses_own_work(page: Page, user: Any) -> bool:
    """Whether somebody else has to approve what a user wrote of the page; superusers are no exception."""
    return not settings.APPROVES_OWN_WORK and user.pk in writers(page)


def note_version(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Of a page's version by somebody, where it says something else than the one before. Translations are noted by the text."""
    if raw or instance.user_id is None or is_translating():
        return
    model = instance.content_type.model_class()
    if model is None or not issubclass(model, ContentPage):
        return
    earlier = Revision.page_revisions.filter(object_id=instance.object_id, pk__lt=instance.pk)
    before = earlier.order_by("-pk").values_list("content", flat=True).first()
    if before is not None and shows_same(before, instance.content):
        return
    page = Page.objects.select_related("locale").get(pk=instance.object_id)
    _note(page.translation_key, page.locale.language_code, instance.user_id, instance.created_at)


def note_translation(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Of a text or value of a translation that somebody wrote."""
    if raw or instance.last_translated_by_id is None or instance.context is None:
        return
    language = instance.locale.language_code
    _note(instance.context.object_id, language, instance.last_translated_by_id, timezone.now())


def _note(item: UUID, language: str, user: int, at: Any) -> None:
    from ..models import Contribution

    known = Contribution.objects.filter(item=item, language=language, user_id=user)
    if not known.update(at=at):
        Contribution.objects.get_or_create(item=item, language=language, user_id=user, defaults={"at": at})

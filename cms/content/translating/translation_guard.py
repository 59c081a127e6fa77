"""No default of wagtail-localize replaces what a person wrote.

It submits what a page names along with the page, from the page's language, and fills a translation that exists with the
source's texts wherever it has none recorded: a Welsh page that named an English topic gave that topic its Welsh name.
"""

from functools import partial, wraps
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models.signals import post_save
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize import models as localize
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
)
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

# Made from the title, and altered where it is taken.
_NOT_WRITTEN: Final = {"slug"}


def install() -> None:
    """Puts the guard before all that writes translations: wagtail-localize has no hook for it."""
    create, save = TranslationCreator.create_translations, Translation.save_target

    @wraps(create)
    def create_translations(self: TranslationCreator, instance: Any, include_related_objects: bool = True) -> None:
        """What a page names and what exists in the other language needs nothing."""
        named_by_another = not include_related_objects
        if named_by_another and all(instance.has_translation(locale) for locale in self.target_locales):
            return
        create(self, instance, include_related_objects=include_related_objects)

    @wraps(save)
    def save_target(self: Translation, user: Any = None, publish: bool = True) -> Any:
        if not may_be_written(self):
            return None
        return save(self, user=user, publish=publish)

    TranslationCreator.create_translations = create_translations
    Translation.save_target = save_target
    # It takes the accents off a slug that somebody typed: `tŷ` was `ty`, though Wagtail allows the letter.
    localize.slugify = partial(slugify, allow_unicode=True)
    post_save.connect(keep_what_was_written_meanwhile, sender=Translation)


def keep_what_was_written_meanwhile(instance: Translation, update_fields: Any = None, **kwargs: Any) -> None:
    """When a translation is restarted, what was written by hand is recorded: translators see it, and may write on."""
    if instance.enabled and update_fields == {"enabled"}:
        target = _target(instance)
        if target is not None and not _is_as_it_was_made(instance, target) and _last_made(instance) is not None:
            _keep(instance, _written_by_hand(instance, target))


def may_be_written(translation: Translation) -> bool:
    """Whether writing the target loses nobody's words. What can be kept as a translation of the source's texts is kept so.

    False, and the record is forgotten, for a target that was never made by this translation: it is somebody's own. Raises
    ValidationError for one that has been written by hand since, and holds what the source has no place for.
    """
    target = _target(translation)
    if target is None or _is_as_it_was_made(translation, target):
        return True
    written = _written_by_hand(translation, target)
    if not written:
        return True
    made = _last_made(translation)
    if made is None:
        translation.delete()
        return False
    since = _translated_since(translation, made)
    written = {path: text for path, text in written.items() if path not in since}
    if not written or _keep(translation, written):
        return True
    raise ValidationError(
        _("“%(title)s” was changed by hand, and holds texts that would be lost. Nothing was overwritten."),
        params={"title": str(target)},
    )


def _target(translation: Translation) -> Any:
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return None
    return None if getattr(target, "alias_of_id", None) else target


def _is_as_it_was_made(translation: Translation, target: Any) -> bool:
    """Whether a page's newest version is the one that this translation made last."""
    if not isinstance(target, Page):
        return False
    made = _last_made(translation)
    return made is not None and made.revision_id is not None and made.revision_id == target.latest_revision_id


def _last_made(translation: Translation) -> TranslationLog | None:
    """The record of the last time that this translation wrote its target."""
    logs = TranslationLog.objects.filter(source=translation.source, locale=translation.target_locale)
    found: TranslationLog | None = logs.order_by("-created_at").first()
    return found


def _translated_since(translation: Translation, made: TranslationLog) -> set[str]:
    """The places of which a translator has said since what shall stand there."""
    since = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        updated_at__gt=made.created_at,
    )
    return set(since.values_list("context__path", flat=True))


def _written_by_hand(translation: Translation, target: Any) -> dict[str, str]:
    """The texts of the target, by their places, that are neither recorded as translations nor copies of the source's."""
    latest = target.get_latest_revision_as_object() if isinstance(target, Page) else target
    texts = {
        segment.path: segment.string.data
        for segment in extract_segments(latest)
        if isinstance(segment, StringSegmentValue) and segment.path not in _NOT_WRITTEN
    }
    recorded = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale, data__in=texts.values()
    )
    copied = String.objects.filter(locale=translation.source.locale, data__in=texts.values())
    known = {*recorded.values_list("data", flat=True), *copied.values_list("data", flat=True)}
    return {path: text for path, text in texts.items() if text not in known}


def _keep(translation: Translation, written: dict[str, str]) -> bool:
    """Records texts as translations of what the source has in their places. False, and none recorded, if one has no place."""
    segments = StringSegment.objects.filter(source=translation.source, context__path__in=written).select_related(
        "context"
    )
    places = {segment.context.path: segment for segment in segments}
    if places.keys() != written.keys():
        return False
    for path, text in written.items():
        StringTranslation.objects.update_or_create(
            translation_of_id=places[path].string_id, context=places[path].context, locale=translation.target_locale,
            defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL, "has_error": False},
        )  # fmt: skip
    return True

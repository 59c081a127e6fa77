"""Which revision of the original a translation was made from: noted with each revision that wagtail-localize makes of a page.

Its own records say only what was frozen last, and when.
"""

import json
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final

from django.db import models
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource

from .stable_content import content_digest, shows_same

_TRANSLATED: Final[ContextVar[TranslationSource | None]] = ContextVar("translated", default=None)


class SeenSource(models.Model):
    """What the translator of a page's `revision` saw: the original's revision, if it had one, and a digest of its content."""

    revision = models.BigIntegerField(primary_key=True)
    source_revision = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=32)

    class Meta:
        app_label = "content"
        verbose_name = _("original that a translator saw")

    def __str__(self) -> str:
        return f"{self.revision} {self.source_revision}"


def install() -> None:
    """Notes it in the very transaction that makes the revision: wagtail-localize has no hook for it."""
    create = TranslationSource.create_or_update_translation

    @wraps(create)
    def create_or_update_translation(self: TranslationSource, *args: Any, **kwargs: Any) -> Any:
        token = _TRANSLATED.set(self)
        try:
            return create(self, *args, **kwargs)
        finally:
            _TRANSLATED.reset(token)

    TranslationSource.create_or_update_translation = create_or_update_translation
    post_save.connect(note, sender=Revision)


def is_translating() -> bool:
    """Whether what is being saved is made by a translation."""
    return _TRANSLATED.get() is not None


def note(instance: Revision, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Of a page's new revision, made by a translation."""
    source = _TRANSLATED.get()
    if source is None or not created or raw or not issubclass(instance.content_type.model_class(), Page):
        return
    frozen = json.loads(source.content_json)
    SeenSource.objects.create(revision=instance.pk, source_revision=_revision_of(frozen), digest=content_digest(frozen))


def _revision_of(frozen: dict[str, Any]) -> int | None:
    """The live revision, if that was frozen: what is frozen is the page's row, which may hold a draft of a translation."""
    live: int | None = frozen.get("live_revision")
    content = Revision.objects.filter(pk=live).values_list("content", flat=True).first() if live else None
    return live if content is not None and shows_same(frozen, content) else None

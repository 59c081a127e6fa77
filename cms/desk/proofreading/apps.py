"""Checks of texts, for editors."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion


def proofreader() -> "Companion":
    """What goes through texts beside the worker."""
    from .keeping.proofreader import Proofreader

    return Proofreader()


class ProofreadingConfig(AppConfig):
    name = "cms.desk.proofreading"
    label = "proofreading"
    verbose_name = _("Checks of texts")

    def ready(self) -> None:
        """Has texts checked by the worker, and again where what they are judged by has changed."""
        from wagtail_localize.models import StringTranslation

        from cms.content.models import Term
        from cms.publication.changelog import companions

        from .keeping import changed_since
        from .models import KnownWord

        companions.register("proofreading", proofreader)
        post_save.connect(changed_since.on_translated, sender=StringTranslation, dispatch_uid="proofreading")
        for changed in (post_save, post_delete):
            changed.connect(changed_since.on_word_changed, sender=KnownWord, dispatch_uid="proofreading")
            changed.connect(changed_since.on_term_changed, sender=Term, dispatch_uid="proofreading")

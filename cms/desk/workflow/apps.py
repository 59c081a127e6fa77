"""The work on a page, from its draft to its release."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion


class WorkflowConfig(AppConfig):
    name = "cms.desk.workflow"
    label = "workflow"
    verbose_name = _("Workflow")

    def ready(self) -> None:
        """Notes who writes what, shows names in the language of the screen, and gives groups their rights in each language."""
        from cms.publication.changelog import companions
        from cms.publication.safeguards import publishing_rules

        from .groups import media_policies
        from .stages import authorship, own_work, shown_names, stage_wording, translation_start

        media_policies.install()
        authorship.install()
        shown_names.install()
        stage_wording.install()
        translation_start.install()
        publishing_rules.register(own_work.refusal)
        companions.register("review-reminders", review_reminders)
        post_save.connect(give_rights_over_home)


def review_reminders() -> "Companion":
    """What reminds of reviews, beside the worker."""
    from .reviews.reminders import ReviewReminders

    return ReviewReminders()


def give_rights_over_home(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """To the desk's groups, over a language's new home page."""
    from cms.content.pages import ContentPage

    from .groups import standard_groups

    if created and not raw and isinstance(instance, ContentPage) and instance.depth == 2:
        standard_groups.give_rights(apps, [instance])

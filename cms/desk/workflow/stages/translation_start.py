"""When an original has been through its stages, its translation begins in the first, with what changed beside its texts."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved
from wagtail_localize.models import Translation

from cms.desk.translating.source_updates import bring_in_unasked

from . import acting


def install() -> None:
    """Begins it as soon as the original is live."""
    workflow_approved.connect(begin, sender=WorkflowState)


def begin(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """In the name of who released the original; not where the translation says all of it, or is under way already."""
    from ..models import TranslationTask

    page = instance.content_object
    wanted = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale_id=page.locale_id, enabled=True
    )
    for translation in wanted.select_related("source", "target_locale"):
        try:
            target = translation.get_target_instance()
        except ObjectDoesNotExist:
            continue
        workflow = target.get_workflow()
        if workflow is None or target.current_workflow_state is not None or not acting.lacks_translation(target):
            continue
        if TranslationTask.objects.filter(workflow_tasks__workflow=workflow, active=True).exists():
            bring_in_unasked(translation)
            workflow.start(target, user)

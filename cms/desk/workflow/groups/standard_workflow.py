"""The workflow of the stages, which takes the place of Wagtail's where nobody has touched that."""

from typing import Any, Final

from ..stages import shown_names as names

_STAGES: Final = (
    ("TranslationTask", names.TRANSLATION, ("translators",)),
    ("LanguageCheckTask", names.LANGUAGE_CHECK, ("editors-cy", "editors-en")),
    ("ContentApprovalTask", names.CONTENT_APPROVAL, ("approvers",)),
    ("ReleaseTask", names.RELEASE, ("publishers",)),
)
_OF_WAGTAIL: Final = "Moderators approval"


def make(apps: Any) -> None:
    """Makes the workflow once. It is that of all pages unless they have one that somebody chose or used."""
    get = apps.get_model
    if get("workflow", "ReleaseTask").objects.exists():
        return
    workflow = get("wagtailcore", "Workflow").objects.create(name=names.WORKFLOW)
    for number, (model, name, roles) in enumerate(_STAGES):
        content_type, _made = get("contenttypes", "ContentType").objects.get_or_create(
            app_label="workflow", model=model.lower()
        )
        task = get("workflow", model).objects.create(name=name, content_type=content_type)
        groups = get("workflow", "DeskGroup").objects.filter(role__in=roles)
        task.groups.set(get("auth", "Group").objects.filter(pk__in=groups.values("group")))
        get("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=number)
    root = get("wagtailcore", "Page").objects.filter(depth=1).first()
    chosen = get("wagtailcore", "WorkflowPage").objects
    if root is not None and _without_wagtails(get) and not chosen.filter(page=root).exists():
        chosen.create(page=root, workflow=workflow)


def _without_wagtails(get: Any) -> bool:
    """Removes Wagtail's workflow and groups where nobody is in them or has used it; whether they are gone."""
    groups = get("auth", "Group").objects.filter(name__in=["Moderators", "Editors"])
    found = get("wagtailcore", "Workflow").objects.filter(name=_OF_WAGTAIL)
    if groups.filter(user__isnull=False).exists() or found.filter(workflow_states__isnull=False).exists():
        return not found.exists()
    for task in get("wagtailcore", "GroupApprovalTask").objects.filter(name=_OF_WAGTAIL):
        get("wagtailcore", "Task").objects.filter(pk=task.pk).delete()
    found.delete()
    groups.delete()
    return True

"""Wagtail's workflow, which its migrations name in English and give to a group without members."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow

from .accounts import GROUP

_OF_WAGTAIL = "Moderators approval"
NAME = "Cymeradwyo / Approval"


def rename() -> None:
    """Gives the workflow a name in both languages and the demo's editors to approve, unless somebody has changed it."""
    group = Group.objects.filter(name=GROUP).first()
    for task in GroupApprovalTask.objects.filter(name=_OF_WAGTAIL):
        task.name = NAME
        task.save()
        if group is not None:
            task.groups.add(group)
    for workflow in Workflow.objects.filter(name=_OF_WAGTAIL):
        workflow.name = NAME
        workflow.save()

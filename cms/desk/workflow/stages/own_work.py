"""Where the administration publishes: nobody publishes what they wrote themselves, whichever screen they do it from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from . import authorship


def refusal(page: Any, user: Any) -> str:
    """Why a user may not publish a page that goes through the stages; empty where there is no such reason."""
    if settings.APPROVES_OWN_WORK or user is None or not user.is_authenticated or not goes_through_stages(page):
        return ""
    return str(authorship.OWN_WORK) if authorship.refuses_own_work(page, user) else ""


def goes_through_stages(page: Any) -> bool:
    """Whether the page's workflow ends with our release."""
    from ..models import ReleaseTask

    workflow = page.get_workflow()
    return workflow is not None and ReleaseTask.objects.filter(workflow_tasks__workflow=workflow, active=True).exists()


def before_creating(request: HttpRequest, parent: Page, page_class: Any) -> None:
    """A new page is always its writer's own work: it becomes a draft. Wagtail would have its row live before it asks."""
    if settings.APPROVES_OWN_WORK or not request.POST.get("action-publish") or not goes_through_stages(parent):
        return
    if parent.permissions_for_user(request.user).can_publish_subpage():
        sent = request.POST.copy()
        del sent["action-publish"]
        request.POST = sent  # type: ignore[assignment]
        messages.error(request, _("It was saved as a draft. %(reason)s") % {"reason": authorship.OWN_WORK})


def before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In Wagtail's editor, once what was typed is saved as a draft: which stays one."""
    said = refusal(page, request.user)
    if not said:
        return None
    messages.error(request, _("“%(title)s” was saved as a draft. %(reason)s") % {"title": page, "reason": said})
    return redirect("wagtailadmin_pages:edit", page.pk)


def before_publishing_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> Any:
    """In the explorer: nothing is published if one of the pages is the user's own work."""
    if action_type != "publish" or not all(isinstance(one, Page) for one in objects):
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in objects for below in page.get_descendants().not_live()]
    own = [page.specific_deferred.get_admin_display_title() for page in pages if refusal(page, request.user)]
    if not own:
        return None
    said = _("Nothing was published. You wrote some of these, so somebody else has to approve them: %(titles)s")
    messages.error(request, said % {"titles": ", ".join(own)})
    return redirect(action.next_url)


class OwnWorkItem(ActionMenuItem):  # type: ignore[misc]
    """Says in the editor's menu why it offers no publication."""

    name = "own-work"
    template_name = "workflow/own_work_item.html"

    def get_context_data(self, parent_context: Any) -> Any:
        """With the reason."""
        return {**super().get_context_data(parent_context), "reason": authorship.OWN_WORK}


def offer_no_publication(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Takes the button away from who may not use it."""
    page = context.get("page")
    if page is None or not refusal(page, request.user):
        return
    others = [item for item in items if item.name != "action-publish"]
    if len(others) < len(items) or page.current_workflow_task is not None:
        items[:] = [*others, OwnWorkItem(order=1001)]


def after_edit(request: HttpRequest, page: Page) -> None:
    """Where somebody changed a page while approving it: the change is kept, and approved by nobody."""
    wanted = request.POST.get("workflow-action-name", "") if request.POST.get("action-workflow-action") else ""
    task = page.current_workflow_task
    if wanted.startswith("approve") and task is not None and refusal(page, request.user):
        messages.error(request, str(authorship.OWN_WORK))


def before_edit(request: HttpRequest, page: Page) -> None:
    """Says to who could approve it otherwise why they may not."""
    task = page.current_workflow_task if request.method == "GET" else None
    if task is not None and any(name == "reject" for name, *_rest in task.get_actions(page, request.user)):
        said = refusal(page, request.user)
        if said:
            messages.warning(request, said)

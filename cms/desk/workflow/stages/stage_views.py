"""What the buttons beside a translation do: submitting it, acting in its stage, taking it out of the workflow."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, WorkflowState

from . import acting
from .stage_panel import panel_of, submit_refusal


@require_GET
def stages_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """The stages of a page as they are now, for a screen on which its last text has just been confirmed."""
    page = _editable(request, page_id)
    words = {"panel": panel_of(page, request.user), "next": redirect("wagtailadmin_pages:edit", page_id).url}
    return render(request, "workflow/stage_panel.html", words)


@require_POST
def submit_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Submits a page to its workflow, or submits it again after changes were asked for."""
    page = _editable(request, page_id)
    if not page.permissions_for_user(request.user).can_submit_for_moderation():
        raise PermissionDenied
    if said := submit_refusal(page):
        messages.error(request, said)
        return _back(request, page_id)
    try:
        with transaction.atomic():
            acting.take_over_texts(page, request.user)
            _start(Page.objects.get(pk=page_id).specific, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, page_id)
    _say_where_it_is(request, page_id)
    return _back(request, page_id)


@require_POST
def act_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Approves a page in its stage, says that a translation is finished, or asks for changes."""
    page = get_object_or_404(Page, pk=page_id).specific
    state, action = page.current_workflow_task_state, request.POST.get("action", "")
    if state is None:
        messages.error(request, _("The page is in no stage any more. Nothing was changed."))
        return _back(request, page_id)
    task = state.task.specific
    if action not in {name for name, *_rest in task.get_actions(page, request.user)}:
        raise PermissionDenied
    lock = page.get_lock()
    if lock is not None and lock.for_user(request.user):
        messages.error(request, _("This page is locked. Nothing was changed."))
        return _back(request, page_id)
    try:
        task.on_action(state, request.user, action, comment=request.POST.get("comment", "").strip())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, page_id)
    _say_where_it_is(request, page_id)
    return _back(request, page_id)


@require_POST
def cancel_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes a page out of its workflow: it is a draft again."""
    page = get_object_or_404(Page, pk=page_id).specific
    state = page.current_workflow_state
    if state is None or not state.user_can_cancel(request.user):
        raise PermissionDenied
    state.cancel(user=request.user)
    messages.success(request, _("“%(title)s” is a draft again.") % {"title": page.get_admin_display_title()})
    return _back(request, page_id)


def _editable(request: HttpRequest, page_id: int) -> Any:
    page = get_object_or_404(Page, pk=page_id).specific
    if page.alias_of_id is not None or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _start(page: Any, user: Any) -> None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)


def _say_where_it_is(request: HttpRequest, page_id: int) -> None:
    """The stage in which a page is now; of what went live other messages tell."""
    page = Page.objects.get(pk=page_id).specific
    state = page.current_workflow_state
    words = {"title": page.get_admin_display_title()}
    if state is None:
        messages.success(request, _("“%(title)s” has been through all stages.") % words)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        messages.success(request, _("Changes were asked for in “%(title)s”.") % words)
    else:
        words["stage"] = state.current_task_state.task.name
        messages.success(request, _("“%(title)s” is now in the stage “%(stage)s”.") % words)


def _back(request: HttpRequest, page_id: int) -> HttpResponse:
    """To where the user came from, or Home once the page is nothing of theirs any more."""
    if not Page.objects.get(pk=page_id).specific.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_home")
    return redirect(get_valid_next_url_from_request(request) or redirect("wagtailadmin_pages:edit", page_id).url)

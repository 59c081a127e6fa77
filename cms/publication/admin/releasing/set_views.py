"""Releases of several pages: the list, what is in each and keeps it back, and the buttons by which it goes out or is undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ...models import ReleaseSet, SetState
from ...release_sets import flips, set_members
from ...release_sets.faults import FaultyError, faults
from ...release_sets.unexplained_terms import unexplained_terms
from ...releases.planning import Flip
from ..exporting.spreadsheets import export_buttons, spreadsheet
from ..item_overview import LANGUAGE_NAMES
from ..report import PERMISSIONS
from .set_wording import shown_faults, stored_faults, title_as_released

TITLE: Final = _("Releases of several pages")
ICON: Final = "calendar-alt"
_HEADINGS: Final = (_("Name"), _("Status"), _("Items"), _("When"), _("By"))


class SetForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a release is, and what readers are told of it."""

    class Meta:
        model = ReleaseSet
        fields = ("name", "reason", "note_cy", "note_en", "is_major")
        widgets: Final = {name: forms.Textarea(attrs={"rows": 2}) for name in ("reason", "note_cy", "note_en")}


class PlanForm(forms.Form):
    """When it goes out."""

    moment = forms.DateTimeField(label=_("Release at"), widget=AdminDateTimeInput)

    def clean_moment(self) -> Any:
        """A moment to come."""
        moment = self.cleaned_data["moment"]
        if moment <= timezone.now():
            raise forms.ValidationError(_now("Give a moment that is still to come."))
        return moment


@dataclass(frozen=True)
class ShownPage:
    """A page of a release. `page` is nothing, and `title` says why, where it is gone or the user may not edit it.

    `has_newer_draft`: what was written since it was published does not go out.
    """

    page: Page | None
    title: str
    language: str
    has_newer_draft: bool


@dataclass(frozen=True)
class ShownItem:
    """An item of a release, by its pages."""

    item: UUID
    pages: tuple[ShownPage, ...]
    may_change: bool


@require_safe
def sets_view(request: HttpRequest) -> HttpResponseBase:
    """Lists them, those that are open first, to who may edit any page."""
    _who_may_see(request)
    rows = ReleaseSet.objects.annotate(count=Count("members")).order_by("-created_at", "-pk")
    cells = (
        (row.name, row.get_state_display(), row.count, row.ended_at or row.planned_for, row.by_name) for row in rows
    )
    if (file := spreadsheet(request.GET.get("export", ""), str(TITLE), _HEADINGS, cells)) is not None:
        return file
    groups = [(state.label, [row for row in rows if row.state == state]) for state in SetState]
    context = _header(str(TITLE), {"groups": groups, "may_create": _may_create(request)})
    context["header_buttons"] = export_buttons(request)
    return render(request, "publication/admin/release_sets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_view(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form_view(request, ReleaseSet(), _now("New release of several pages"))


@require_http_methods(["GET", "HEAD", "POST"])
def change_view(request: HttpRequest, set_id: int) -> HttpResponse:
    """Its name, reason and change notes, while it is open."""
    found = get_object_or_404(ReleaseSet, pk=set_id, state=SetState.OPEN)
    if not set_members.may_publish_all(set_members.items_of(found), request.user):
        raise PermissionDenied
    return _form_view(request, found, found.name)


@require_safe
def set_view(request: HttpRequest, set_id: int) -> HttpResponse:
    """What is in it, what keeps it back, what ought to go with it, and what may be done."""
    _who_may_see(request)
    found = get_object_or_404(ReleaseSet, pk=set_id)
    items = set_members.items_of(found)
    may_change = _may_create(request) and set_members.may_publish_all(items, request.user)
    checked = found.is_open and bool(items) and may_change
    context = {
        "release_set": found,
        "items": _shown_items(items, request.user),
        "faults": shown_faults(found, faults(Flip(found, items))) if checked else [],
        "failures": shown_faults(found, stored_faults(found.failures)) if may_change else [],
        "proposed": _shown_items(set_members.proposed_items(items), request.user) if checked else [],
        "terms": unexplained_terms(items) if checked else [],
        # What others say of its texts before it goes out: components, by our hook `release_set_section`.
        "sections": [make(request, items) for make in hooks.get_hooks("release_set_section")] if checked else [],
        "may_release": may_change and bool(items),
        "may_change": may_change,
        "undone_by": ReleaseSet.objects.filter(reverts=found).first(),
        "plan_form": PlanForm(initial={"moment": found.planned_for}),
    }
    return render(request, "publication/admin/release_set.html", _header(found.name, context, inner=True))


@require_POST
def act_view(request: HttpRequest, set_id: int) -> HttpResponse:
    """Carries out the button that was pressed, for who may publish all pages concerned; says what came of it."""
    found = get_object_or_404(ReleaseSet, pk=set_id)
    act = _ACTS.get(request.POST.get("word", ""))
    if act is None:
        raise BadRequest
    named = {_uuid(value) for value in request.POST.getlist("item")}
    if not _may_create(request) or not set_members.may_publish_all(named or set_members.items_of(found), request.user):
        raise PermissionDenied
    try:
        messages.success(request, act(request, found, named))
    except FaultyError as error:
        messages.error(request, _now("Nothing went out: some pages are not ready."))
        for fault in shown_faults(found, error.faults[:5]):
            messages.error(request, f"{fault.title} {fault.language}: {fault.text}")
    except set_members.ClosedError:
        messages.error(request, _now("Nothing was done. Reload the page: it may have changed meanwhile."))
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except OperationalError:
        messages.error(request, _now("Another release is on its way. Nothing was done: try again in a moment."))
    return redirect("publication_admin:set", set_id)


def _add(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    set_members.add_items(found, {page.translation_key for page in set_members.pages_of_set(named)}, request.user)
    return _now("Added.")


def _remove(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    for item in named:
        set_members.remove_item(found, item, request.user)
    return _now("Taken out. What waited for nothing else has gone out.")


def _plan(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise forms.ValidationError([str(error) for errors in form.errors.values() for error in errors])
    flips.plan(found, form.cleaned_data["moment"], request.user)
    try:
        flips.rehearse(found)
    except FaultyError:
        return _now("Planned. It will go out only if everything listed here is put right by then.")
    return _now("Planned.")


def _unplan(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    flips.plan(found, None, request.user)
    return _now("It is no longer planned.")


def _release(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    flips.release(found, request.user)
    return _now("All of it is public now, in both languages.")


def _revert(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    leave_newer = bool(request.POST.get("leave_newer"))
    flips.revert(found, request.user, request.POST.get("reason", "").strip(), leave_newer=leave_newer)
    return _now("It is undone: readers see what they saw before.")


def _cancel(request: HttpRequest, found: ReleaseSet, named: set[UUID]) -> str:
    set_members.cancel(found, request.user)
    return _now("Cancelled. What waited for nothing else has gone out.")


_ACTS: Final[dict[str, Callable[[HttpRequest, ReleaseSet, set[UUID]], str]]] = {
    "add": _add, "remove": _remove, "plan": _plan, "unplan": _unplan, "release": _release, "revert": _revert,
    "cancel": _cancel,
}  # fmt: skip


def _form_view(request: HttpRequest, found: ReleaseSet, title: str) -> HttpResponse:
    if not _may_create(request):
        raise PermissionDenied
    form = SetForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return redirect("publication_admin:set", form.save().pk)
    return render(request, "publication/admin/release_set_form.html", _header(title, {"form": form}, inner=True))


def _header(title: str, context: dict[str, Any], *, inner: bool = False) -> dict[str, Any]:
    above = [{"url": reverse("publication_admin:sets"), "label": TITLE}] if inner else []
    crumbs = [*above, {"url": "", "label": title}]
    return {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": ICON, **context}


def _who_may_see(request: HttpRequest) -> None:
    if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, PERMISSIONS):
        raise PermissionDenied


def _may_create(request: HttpRequest) -> bool:
    return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, "publish"))


def _shown_items(items: Any, user: Any) -> list[ShownItem]:
    found: dict[UUID, list[ShownPage]] = {}
    may: dict[UUID, bool] = {}
    for page in set_members.pages_of_set(items):
        rights = page.permissions_for_user(user)
        found.setdefault(page.translation_key, []).append(_shown_page(page, may_edit=rights.can_edit()))
        may[page.translation_key] = may.get(page.translation_key, True) and rights.can_publish()
    deleted = ShownPage(None, _now("A page that was deleted"), "", has_newer_draft=False)
    gone = [ShownItem(item, (deleted,), True) for item in sorted(set(items) - found.keys())]
    return [*(ShownItem(item, tuple(pages), may[item]) for item, pages in found.items()), *gone]


def _shown_page(page: Page, *, may_edit: bool) -> ShownPage:
    language = str(LANGUAGE_NAMES[page.locale.language_code])
    if not may_edit:
        return ShownPage(None, _now("A page that you may not edit"), language, has_newer_draft=False)
    has_newer_draft = page.live and page.has_unpublished_changes
    return ShownPage(page, title_as_released(page), language, has_newer_draft)


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise BadRequest from error

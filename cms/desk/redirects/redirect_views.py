"""The screens: which addresses lead to a page that is somewhere else, making one, and taking one back."""

from typing import Any, Final, cast

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminPageChooser, HeaderButton
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES, LANGUAGE_CHOICES, Language
from cms.publication.admin.report import PERMISSIONS
from cms.publication.models import AddressHistory, Edition
from cms.publication.visibility import served

from .models import EditorRedirect
from .redirecting import NotRedirected, add_redirects, may_redirect_to, path_of, remove_redirect

TITLE: Final = _("Redirects")
_MAKERS: Final = [("editor", _("An editor")), ("move", _("A move"))]


def by_language(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Those whose address is of a language."""
    return rows.filter(path__startswith=f"/{value}/")


def by_maker(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Those that an editor made, or a move."""
    return rows.filter(by_editor=value == "editor")


class RedirectsFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By language and by what made them."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=LANGUAGE_CHOICES, method=by_language)
    made_by = django_filters.ChoiceFilter(label=_("Made by"), choices=_MAKERS, method=by_maker)

    class Meta:
        model = AddressHistory
        fields: list[str] = []


class RemoveColumn(Column):  # type: ignore[misc]
    """The way to take back what an editor made."""

    cell_template_name = "redirects/remove_cell.html"


def redirects() -> QuerySet[AddressHistory]:
    """The addresses at which nothing is public and that lead to an item, with what each leads to."""
    now = timezone.now()
    language = Case(When(path__startswith="/cy/", then=Value("cy")), default=Value("en"))
    newer = AddressHistory.objects.filter(path=OuterRef("path"), pk__gt=OuterRef("pk"))
    here = Edition.objects.filter(served(now), path=OuterRef("path"))
    target = Edition.objects.filter(item=OuterRef("owner"), language=OuterRef("language"))
    made = EditorRedirect.objects.filter(history=OuterRef("pk"))
    rows = AddressHistory.objects.annotate(language=language).filter(path__regex="^/(cy|en)/")
    rows = rows.filter(~Exists(newer), ~Exists(here), Exists(target))
    return rows.annotate(
        title=Subquery(target.values("title")[:1]),
        leads_to=Subquery(target.values("path")[:1]),
        is_public=Exists(target.filter(served(now))),
        by_editor=Case(When(Exists(made), then=Value(True)), default=Value(False), output_field=BooleanField()),
        maker=Subquery(made.values("by_name")[:1]),
        redirect=Subquery(made.values("pk")[:1]),
    )


class RedirectsView(ReportView):  # type: ignore[misc]
    """All of them, those that moves made too."""

    model = AddressHistory
    page_title = TITLE
    header_icon = "redirect"
    index_url_name = "redirects"
    index_results_url_name = "redirects_results"
    results_template_name = "redirects/results.html"
    filterset_class = RedirectsFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    default_ordering = ("path", "pk")
    list_export = ["path", "title", "leads_to", "is_public", "since", "maker"]
    export_headings = {
        "path": _("Address"),
        "title": _("Leads to"),
        "leads_to": _("Where that is"),
        "is_public": _("Public"),
        "since": _("Since"),
        "maker": _("Made by"),
    }

    def get_base_queryset(self) -> QuerySet[AddressHistory]:
        """All of them: every address is public."""
        return redirects()

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Which counts what the list calls redirects, whoever made them."""
        paginator = super().get_paginator(*args, **kwargs)
        named = EditorRedirect._meta
        paginator.verbose_name, paginator.verbose_name_plural = named.verbose_name, named.verbose_name_plural
        return paginator

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to make one."""
        return [HeaderButton(gettext("Add a redirect"), reverse("redirects_add"), icon_name="plus")]

    def get_table(self, object_list: Any) -> Any:
        """The table."""
        columns = [
            TitleColumn("path", label=_("Address"), accessor="path", get_url=lambda row: None),
            Column("title", label=_("Leads to"), accessor="title"),
            Column("leads_to", label=_("Where that is"), accessor=_where),
            DateColumn("since", label=_("Since")),
            Column("maker", label=_("Made by"), accessor=_maker),
            RemoveColumn("redirect", label=_("Actions"), accessor="redirect"),
        ]
        return self.table_class(columns, object_list, **self.get_table_kwargs())


def _where(row: Any) -> str:
    return row.leads_to if row.is_public else gettext("It is not public: readers are told so.")


def _maker(row: Any) -> str:
    return row.maker or str(dict(_MAKERS)["editor" if row.by_editor else "move"])


class RedirectForm(forms.Form):
    """Addresses in either language or both, and the page to which they lead."""

    cy = forms.CharField(label=_("Address in Welsh"), required=False, help_text=_("Such as /cy/hen-gyfeiriad/."))
    en = forms.CharField(label=_("Address in English"), required=False, help_text=_("Such as /en/old-address/."))
    page = forms.ModelChoiceField(
        queryset=Page.objects.all(),
        label=_("Leads to"),
        help_text=_("Choose the page in either language: each address leads to it in its own, wherever it moves."),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        cast(Any, self.fields["page"]).widget = AdminPageChooser(target_models=page_models())

    def clean(self) -> dict[str, Any]:
        """Raises for an address that may not lead there."""
        cleaned = super().clean() or {}
        page = cleaned.get("page")
        if not (cleaned.get("cy") or cleaned.get("en")):
            self.add_error(None, gettext("Give an address in one language, or in both."))
        for code in CODES:
            if address := cleaned.get(code):
                self._clean_address(code, address, page)
        return cleaned

    def _clean_address(self, code: Language, address: str, page: Page | None) -> None:
        try:
            self.cleaned_data[code] = path_of(address)
        except NotRedirected as refusal:
            self.add_error(code, refusal.reason)
            return
        if page is not None and not may_redirect_to(page.translation_key, code, self.user):
            self.add_error(code, gettext("You may not publish the page in this language."))

    def save(self) -> list[EditorRedirect]:
        """Makes them. Raises NotRedirected."""
        paths: dict[Language, str] = {code: self.cleaned_data[code] for code in CODES if self.cleaned_data.get(code)}
        return add_redirects(paths, self.cleaned_data["page"].translation_key, self.user)


def _allow(request: HttpRequest) -> None:
    if not policy_registry.get_by_type(Page).user_has_permission(request.user, "publish"):
        raise PermissionDenied


def add_view(request: HttpRequest) -> HttpResponse:
    """Makes redirects."""
    _allow(request)
    form = RedirectForm(request.user, request.POST or None)
    if form.is_valid():
        try:
            made = form.save()
        except NotRedirected as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, gettext("Made: %(paths)s.") % {"paths": ", ".join(one.path for one in made)})
            return redirect("redirects")
    context = {
        "breadcrumbs_items": [{"url": reverse("redirects"), "label": TITLE}, {"url": "", "label": _("Add a redirect")}],
        "header_title": _("Add a redirect"),
        "header_icon": "redirect",
        "form": form,
        "media": form.media,
    }
    return render(request, "redirects/add.html", context)


def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one back that an editor made, once that is confirmed."""
    _allow(request)
    made = get_object_or_404(EditorRedirect, pk=pk)
    if not may_redirect_to(made.item, "cy" if made.path.startswith("/cy/") else "en", request.user):
        raise PermissionDenied
    if request.method != "POST":
        context = {
            "breadcrumbs_items": [{"url": reverse("redirects"), "label": TITLE}, {"url": "", "label": _("Remove")}],
            "header_title": _("Remove"),
            "header_icon": "redirect",
            "made": made,
        }
        return render(request, "redirects/remove.html", context)
    remove_redirect(made)
    messages.success(request, gettext("%(path)s does not lead there any more.") % {"path": made.path})
    return redirect("redirects")

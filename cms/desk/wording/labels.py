"""Labels that are translated when Wagtail is imported, before there is a reader, or made of the names of fields."""

from collections.abc import Iterable
from typing import Any, Final

from django.forms import boundfield
from django.forms.utils import pretty_name
from django.http import HttpResponseBadRequest
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import multiple_upload
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.documents.forms import GroupDocumentPermissionFormSet
from wagtail.forms import TaskStateCommentForm
from wagtail.images.forms import GroupImagePermissionFormSet, ImageInsertionForm, URLGeneratorForm
from wagtail.images.views import images
from wagtail.models import Locale, Site
from wagtail.sites.views import IndexView
from wagtail.users.forms import PagePermissionsForm
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.views.report import TranslationsReportFilterSet

_CHOOSER: Final = {
    "choose_one_text": _("Choose"),
    "choose_another_text": _("Choose another"),
    "edit_item_text": _("Edit"),
    "search_tab_label": _("Search"),
    "create_action_label": _("Create"),
}
# What Django calls fields whose forms give them no name.
UNNAMED: Final = (
    gettext_noop("Body"),
    gettext_noop("Email address"),
    gettext_noop("Enabled"),
    gettext_noop("Include descendants"),
    gettext_noop("Link text"),
    gettext_noop("Locale"),
    gettext_noop("Phone number"),
    gettext_noop("Role"),
    gettext_noop("Subject"),
    gettext_noop("Task type"),
)
# Welsh ends its alphabet with another letter.
_ORDERS: Final = {"title": _("Title, A to Z"), "-title": _("Title, Z to A")}
_OF_COLLECTIONS: Final[tuple[Any, ...]] = (
    GroupCollectionManagementPermissionFormSet,
    GroupImagePermissionFormSet,
    GroupDocumentPermissionFormSet,
)
NO_FILE: Final = gettext_noop("Must upload a file")
_capitalised: Final = lazy(capfirst, str)


def install() -> None:
    """Has them translated when they are shown."""
    for name, label in _CHOOSER.items():
        setattr(ChooserViewSet, name, label)
    for formset in (GroupCollectionManagementPermissionFormSet, GroupImagePermissionFormSet):
        formset.permission_types[:] = [(code, _(short), _(long)) for code, short, long in formset.permission_types]
    _late(
        *ImageInsertionForm.base_fields.values(),
        *URLGeneratorForm.base_fields.values(),
        TaskStateCommentForm.base_fields["comment"],
        *(formset.form.base_fields["collection"] for formset in _OF_COLLECTIONS),
    )
    filters = URLGeneratorForm.base_fields["filter_method"]
    filters.choices = [(value, _(label)) for value, label in filters.choices]
    images.IndexView.ORDERING_OPTIONS.update(_ORDERS)
    LocaleSynchronization._meta.get_field("sync_from").verbose_name = _("sync from")
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = _("Page")
    Locale._meta.verbose_name, Locale._meta.verbose_name_plural = _("locale"), _("locales")
    Translation._meta.verbose_name, Translation._meta.verbose_name_plural = _("translation"), _("translations")
    TranslationsReportFilterSet.base_filters["source_locale"].label = _("Source language")
    TranslationsReportFilterSet.base_filters["target_locale"].label = _("Target language")
    module: Any = boundfield
    module.pretty_name = lambda name: gettext(said) if (said := pretty_name(name)) in UNNAMED else said
    multiple_upload.HttpResponseBadRequest = lambda said: HttpResponseBadRequest(gettext(said))
    for column in IndexView.columns:
        if type(column) is Column:
            column.label = _capitalised(Site._meta.get_field(column.name).verbose_name)


def _late(*fields: Any) -> None:
    labelled: Iterable[Any] = (field for field in fields if field.label)
    for field in labelled:
        field.label = _(field.label)

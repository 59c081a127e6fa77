"""Adding pages to a release of several: from the bulk actions of the explorer and from a page's own menu."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from cms.content.pages import ContentPage

from ...models import ReleaseSet, SetState
from ...release_sets.set_members import add_items, may_publish_all


class ReleaseChoice(forms.Form):
    """An open release, or the name of a new one."""

    release_set = forms.ModelChoiceField(
        ReleaseSet.objects.filter(state=SetState.OPEN).order_by("name"), label=_("Release"), required=False
    )
    name = forms.CharField(label=_("Or a new release named"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two is wanted."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("release_set")) == bool(cleaned.get("name")):
            raise forms.ValidationError(_now("Choose a release, or name a new one."))
        return cleaned


class AddToRelease(PageBulkAction):  # type: ignore[misc]
    """Adds the items of the pages: both languages of each."""

    display_name = _("Add to a release")
    aria_label = _("Add the selected pages to a release")
    action_type = "add_to_release"
    action_priority = 60
    form_class = ReleaseChoice
    template_name = "publication/admin/add_to_release.html"

    def check_perm(self, obj: Page) -> bool:
        """Who may publish the page in both languages."""
        return may_add(obj, self.request.user)

    def get_execution_context(self) -> dict[str, Any]:
        """With the release that was chosen or named."""
        chosen = self.cleaned_form.cleaned_data
        return {"request": self.request, "chosen": chosen["release_set"], "name": chosen["name"]}

    @classmethod
    def execute_action(
        cls, objects: list[Page], request: Any = None, chosen: ReleaseSet | None = None, name: str = "", **kwargs: Any
    ) -> tuple[int, int]:
        """Adds them, and says which another release has."""
        if not objects:
            return 0, 0
        release_set = chosen or ReleaseSet.objects.create(name=name)
        taken = add_items(release_set, {page.translation_key for page in objects}, request.user)
        told = {"name": release_set.name}
        for page in objects:
            if page.translation_key in taken:
                messages.warning(request, _now("“%(title)s” is in another release.") % {"title": page.title})
        button = messages.button(reverse("publication_admin:set", args=[release_set.pk]), _now("Open the release"))
        messages.success(request, _now("Added to the release “%(name)s”.") % told, buttons=[button])
        return len(objects), 0


def may_add(page: Page, user: Any) -> bool:
    """Whether the user may publish the page in both languages."""
    is_content = issubclass(page.specific_class or Page, ContentPage)
    return is_content and may_publish_all([page.translation_key], user)


def address_for(page: Page, back: str | None) -> str:
    """Where one page is added; afterwards it goes back to an address, or to the list that the page is in."""
    back = back or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", AddToRelease.action_type])
    return f"{address}?{urlencode({'id': page.pk, 'next': back})}"

"""The screens in which pages are written and found: one form makes one page; what autosave sends late overwrites nothing."""

import json
from copy import copy
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page

from ..translating.stable_content import VOLATILE, shows_same
from .page_forms import item_of_form

# What a form has once its writer has agreed to put it in the place of another's newer version (static/content/overwriting.js).
OVERWRITES: Final = "overwrites_newer"
# Of the buttons of the editor, and of the dialogues of its stages.
_ACTIONS: Final = ("action-", "workflow-action-")


class NewPageView(CreateView):
    """A form that is sent twice (by autosave and somebody's click, or by a click too many) makes a page and then edits it."""

    _item: UUID | None = None

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The item's id is the form's own, so that the database lets one page of it in."""
        self._item = item = item_of_form(request.POST, request.user)
        if made := self._page_of(item):
            return self._edited(request, made)
        self.page.translation_key = item or self.page.translation_key
        try:
            return super().post(request)
        except (IntegrityError, ValidationError) as error:
            if made := self._page_of(item):
                return self._edited(request, made)
            if isinstance(error, IntegrityError):
                raise
            return self._refused(error)

    def form_invalid(self, form: Any) -> HttpResponseBase:
        """Its address may be taken by its own page, made while the form was checked."""
        made = self._page_of(self._item)
        return self._edited(self.request, made) if made else super().form_invalid(form)

    def _refused(self, error: ValidationError) -> HttpResponseBase:
        """What was free when the form was checked was taken when the page was saved. The form comes back with all of it."""
        for field, said in _by_field(error).items():
            self.form.add_error(field if field in self.form.fields else None, said)
        self.form.restore_required_fields()
        return self.form_invalid(self.form)

    def _page_of(self, item: UUID | None) -> Any:
        return item and Page.objects.filter(translation_key=item, locale=self.page.locale).first()

    def _edited(self, request: HttpRequest, page: Any) -> HttpResponseBase:
        """Somebody's click is the last word. What autosave sends once more may be older than what is there."""
        if self.expects_json_response:
            said = _("This page is there already. Save it to go on with it.")
            return self.json_error_response("validation_error", said)
        return page_viewset_registry.as_view("edit", page_id_kwarg="page_id")(request, page_id=page.pk)


class KeptPageView(EditView):
    """Autosave waits for whoever saves the page, and then sees that it is too late. It saves what somebody has written, and
    does nothing else: a button that was pressed meanwhile is in its form too. Somebody's own saving is refused once where it
    would undo what another has saved since they began.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        """Somebody's own saving waits for nothing: it is the newest."""
        if request.method != "POST" or request.accepts("text/html"):
            return super().dispatch(request, page_id, **kwargs)
        sent = request.POST.copy()
        for name in [name for name in sent if name.startswith(_ACTIONS)]:
            del sent[name]
        request.POST = sent  # type: ignore[assignment]
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            return super().dispatch(request, page_id, **kwargs)

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Wagtail's own dialogue comes only some seconds after the other has saved; it says that somebody has agreed to it."""
        asks = not (self.expects_json_response or self.is_cancelling_workflow or OVERWRITES in self.request.POST)
        another = self._saved_by_another() if asks else None
        if another is None:
            return super().form_valid(form)
        who = get_user_display_name(another.user) if another.user else _("the service")
        said = _(
            "A newer version of this page was saved by %(who)s while you were writing. "
            "All that you have written is still here. "
            "Look at theirs in the history, or save once more to put yours in its place."
        )
        form.add_error(None, said % {"who": who})
        form.restore_required_fields()
        return self.form_invalid(form)

    def _saved_by_another(self) -> Any:
        """The newest version, where another than the writer has said something new in it since the form was read."""
        newest = self.latest_revision
        if not self.is_out_of_date or newest.user_id == self.request.user.pk:
            return None
        known = self._version_of_form("overwrite_revision_id") or self._version_of_form("loaded_revision_id")
        is_same = known is not None and known.pk != newest.pk and shows_same(known.content, newest.content)
        return None if is_same else newest

    def _version_of_form(self, field: str) -> Any:
        key = self.request.POST.get(field, "")
        return self.real_page_record.revisions.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None

    def save_action(self) -> HttpResponseBase:
        """What says the same as the newest version makes no other: who only looks at a page has written none of it."""
        newest = self.latest_revision
        if not self.expects_json_response or newest is None or not self._says_the_same(newest):
            return super().save_action()
        told = {
            "success": True,
            "pk": self.page.pk,
            "revision_id": newest.pk,
            "revision_created_at": newest.created_at.isoformat(),
            "field_updates": {},
            "comments": self.form.serialize_comments(self.request.user),
            "html": self.render_partials(),
        }
        return JsonResponse(told)

    def _says_the_same(self, newest: Any) -> bool:
        """Whether the form would change nothing of a version."""
        if not self.has_content_changes:
            return True
        written = self.form.save(commit=False).serializable_data()
        now = json.loads(json.dumps(written, cls=DjangoJSONEncoder))
        names = (self.form.fields.keys() | self.form.formsets.keys()) & now.keys()
        others = {name: now[name] for name in names if now[name] != newest.content.get(name)}
        return not others.keys() & VOLATILE and shows_same(newest.content, {**newest.content, **others})


class PageSearchView(SearchView):
    """Says what it counts, and finds only what somebody wrote."""

    verbose_name, verbose_name_plural = Page._meta.verbose_name, Page._meta.verbose_name_plural

    @property
    def permission_policy(self) -> Any:
        """The one of pages, without the page above all, which is no page of anybody's."""
        policy = copy(super().permission_policy)
        everything = policy.explorable_instances
        policy.explorable_instances = lambda user: everything(user).filter(depth__gt=1)
        return policy


class PageScreens(PageViewSet):
    """In the place of Wagtail's own, for all pages."""

    add_view_class = NewPageView
    edit_view_class = KeptPageView
    search_view_class = PageSearchView


def page_screens() -> PageScreens:
    """Registered after Wagtail's, of which it takes the place."""
    return PageScreens()


def _by_field(error: ValidationError) -> dict[str, Any]:
    return error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}

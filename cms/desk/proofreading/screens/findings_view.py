"""All that was found in one item, in both languages: the way to each text, and dismissing a finding with a reason."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.languages import CODES
from cms.content.models import Term
from cms.content.pages import ContentPage

from ..keeping.open_findings import dismiss, findings_of, list_again, up_to_date
from ..models import FindingDismissal, KnownWord, ProofedText, TextFinding
from .shown_findings import ShownFinding, checks_address, language_name, shown

EDIT_TERM: Final = "content.change_term"


class DismissalForm(forms.Form):
    """Why what was found is right."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@require_safe
def item_findings_view(request: HttpRequest, item: UUID) -> HttpResponse:
    """Shows them to who may edit a page of the item, or terms; checked as the texts are now."""
    subject = _subject(request, item)
    up_to_date([item])
    found = shown(findings_of([item]))
    checked = set(ProofedText.objects.filter(item=item).values_list("language", flat=True))
    title = subject.get_admin_display_title() if isinstance(subject, Page) else str(subject)
    context = {
        "breadcrumbs_items": [*_way_to(request, subject), {"url": "", "label": _("Checks"), "sublabel": title}],
        "header_title": _("Checks: %(title)s") % {"title": title},
        "header_icon": "glasses",
        "item": item,
        "languages": [
            (code, language_name(code), [one for one in found if one.language == code])
            for code in sorted(CODES, key=lambda code: code != get_language())
            if code in checked
        ],
        "dismissed": _dismissed(item),
        "may_add_words": _may_add_words(request.user),
    }
    return render(request, "proofreading/item.html", context)


@require_POST
def dismiss_view(request: HttpRequest, item: UUID, finding_id: int) -> HttpResponse:
    """Dismisses a finding, for who may edit the item."""
    _subject(request, item)
    form = DismissalForm(request.POST)
    finding = _finding(item, finding_id)
    if finding is None:
        messages.warning(request, _("The text has changed since. Nothing was dismissed."))
    elif finding.kind == "language":
        raise PermissionDenied
    elif not form.is_valid():
        messages.error(request, _("Say why it is right: a few words are enough."))
    else:
        dismiss(finding, request.user, form.cleaned_data["reason"])
        messages.success(request, _("Dismissed. It comes back if the text changes."))
    return redirect(checks_address(item))


@require_POST
def list_again_view(request: HttpRequest, item: UUID, dismissal_id: int) -> HttpResponse:
    """Has a finding looked at again."""
    _subject(request, item)
    list_again(get_object_or_404(FindingDismissal, pk=dismissal_id, item=item))
    messages.success(request, _("It is listed again, if the text still has it."))
    return redirect(checks_address(item))


@require_POST
def known_word_view(request: HttpRequest, item: UUID, finding_id: int) -> HttpResponse:
    """Adds a word that the spelling check found to the known words, for who may."""
    _subject(request, item)
    if not _may_add_words(request.user):
        raise PermissionDenied
    finding = _finding(item, finding_id)
    if finding is None or finding.kind != "spelling":
        messages.warning(request, _("The text has changed since. Nothing was added."))
        return redirect(checks_address(item))
    word = KnownWord(word=finding.found, language=finding.proof.language)
    try:
        word.full_clean()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        word.save()
        messages.success(request, _("“%(word)s” is a known word now.") % {"word": word.word})
    return redirect(checks_address(item))


def _may_add_words(user: Any) -> bool:
    return bool(policy_registry.get_by_type(KnownWord).user_has_permission(user, "add"))


def _subject(request: HttpRequest, item: UUID) -> Any:
    """A page of the item that the user may edit, in the language of the screen if there is one; or a term."""
    pages = Page.objects.filter(translation_key=item, locale__language_code__in=CODES).select_related("locale")
    terms = (
        Term.objects.filter(translation_key=item).select_related("locale") if request.user.has_perm(EDIT_TERM) else ()
    )
    own = [page for page in pages if isinstance(page.specific, ContentPage)]
    own = [page for page in own if page.permissions_for_user(request.user).can_edit()]
    if not own and not terms:
        raise PermissionDenied
    return min([*own, *terms], key=lambda one: one.locale.language_code != get_language())


def _way_to(request: HttpRequest, subject: Any) -> list[dict[str, Any]]:
    if isinstance(subject, Page):
        found: list[dict[str, Any]] = get_breadcrumbs_items_for_page(subject, request.user)
        return found
    return [{"url": reverse("wagtailsnippets_content_term:list"), "label": _("Terms")}]


def _finding(item: UUID, finding_id: int) -> TextFinding | None:
    rows = TextFinding.objects.filter(proof__item=item, pk=finding_id)
    return rows.select_related("proof").first()


def _dismissed(item: UUID) -> list[ShownFinding]:
    """What was dismissed and still stands in the texts."""
    rows = TextFinding.objects.filter(proof__item=item, dismissal__isnull=False)
    return shown(rows.select_related("proof", "dismissal").order_by("proof__language", "pk"))

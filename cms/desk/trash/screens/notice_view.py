"""What readers are told of what is in the bin, said after it was deleted."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.publication.admin.releasing.taking_down_view import TakingDownForm
from cms.publication.notices.taking_down import take_down
from cms.publication.releases.instructions import RefusedError
from cms.publication.releases.last_releases import last_releases

from ..bin_places import may_publish_there
from ..models import BinnedItem

TITLE: Final = _("Tell readers why, and where to go instead")


def may_tell_readers(binned: BinnedItem, user: Any) -> bool:
    """Whether readers have seen it, and the user may publish where it was."""
    return bool(last_releases([binned.item])) and may_publish_there(binned, user)


def led_to_the_bin(request: HttpRequest) -> HttpResponse:
    """For who asks for what somebody has taken out of it meanwhile."""
    messages.info(request, gettext("It is not in the bin any more: it has been restored, or deleted for good."))
    return redirect("bin")


def notice_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the words, and says them."""
    binned = BinnedItem.objects.filter(pk=pk).first()
    if binned is None:
        return led_to_the_bin(request)
    if not may_tell_readers(binned, request.user):
        raise PermissionDenied
    form = TakingDownForm(binned.item, *([request.POST] if request.method == "POST" else []), is_public=False)
    if form.is_valid() and _is_said(request, binned, form):
        return redirect("bin")
    context = {
        "breadcrumbs_items": [{"url": reverse("bin"), "label": _("Bin")}, {"url": "", "label": TITLE}],
        "header_title": TITLE,
        "header_icon": "bin",
        "form": form,
        "media": form.media,
        "binned": binned,
    }
    return render(request, "trash/notice.html", context)


def _is_said(request: HttpRequest, binned: BinnedItem, form: TakingDownForm) -> bool:
    try:
        take_down(binned.item, form.words, request.user)
    except RefusedError:
        messages.error(request, gettext("Nothing was said: readers see it again, or never saw it."))
        return False
    messages.success(request, gettext("Readers do not see it any more. Whoever asks for it is told this."))
    return True

"""Putting the page of the other language where a page stands, after the two were moved apart."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.content.trees.moving import align, apart


@require_POST
def align_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Moves a page's translation to where the page is, for who may move it; says what came of it."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    for found in apart(page):
        align(request, found)
    return redirect("publication_admin:item", page_id)

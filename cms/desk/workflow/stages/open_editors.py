"""Who else has a translation open: Wagtail's own sessions, which wagtail-localize's editor does not keep."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.models import Page, get_default_page_content_type


def editors_of(page: Page, request: HttpRequest) -> EditingSessionsModule:
    """Notes that the user has the page open, and shows who else has: as Wagtail's page editor does."""
    EditingSession.cleanup()
    session = EditingSession.objects.create(
        user=request.user,
        content_type=get_default_page_content_type(),
        object_id=page.pk,
        last_seen_at=timezone.now(),
    )
    options: Any = Page._meta
    ping = reverse(
        "wagtailadmin_editing_sessions:ping", args=(options.app_label, options.model_name, page.pk, session.pk)
    )
    release = reverse("wagtailadmin_editing_sessions:release", args=(session.pk,))
    latest = page.latest_revision_created_at
    return EditingSessionsModule(
        session, ping, release, [], page.latest_revision_id, latest.isoformat() if latest else None
    )

"""Recording that a whole page was read and found right: its dates are the item's, in both languages, and public at once.

The texts stay as they are, so nothing is published: the dates are written into what is live, what readers see and what is being
written, as those of going live and expiring are (ADR 42).
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource

from cms.content.languages import CODES
from cms.content.models import SeenSource
from cms.content.translating.stable_content import content_digest
from cms.publication.completeness.versions import live_version
from cms.publication.reconciliation.actions import reconcile
from cms.publication.releases.last_releases import last_releases
from cms.publication.releases.recording import name_of

from ..models import ContentApprovalTask, PageReview

LOG_ACTION: Final = "workflow.review"
_APPROVES: Final = "_approves_content"


def pages_of_item(item: UUID) -> list[Page]:
    """The item's pages in its languages."""
    rows = Page.objects.filter(translation_key=item, alias_of=None, locale__language_code__in=CODES)
    return list(rows.select_related("locale").order_by("locale__language_code"))


def may_review(pages: Iterable[Page], user: Any) -> bool:
    """Whether a user may say so of an item: in all of its languages, who may publish or approves what pages say."""
    return all(may_review_page(page, user) for page in pages)


def may_review_page(page: Page, user: Any) -> bool:
    """The same of one language, with no query of its own for each page of a list."""
    tester = page.permissions_for_user(user)
    return bool(tester.can_publish() or (getattr(tester, "permissions", ()) and _approves(user)))


def _approves(user: Any) -> bool:
    """Kept with the user, as Wagtail keeps the groups of its tasks."""
    if not hasattr(user, _APPROVES):
        setattr(user, _APPROVES, ContentApprovalTask.objects.filter(active=True, groups__user=user).exists())
    return bool(getattr(user, _APPROVES))


def last_review(item: UUID) -> PageReview | None:
    """The newest review of an item."""
    return PageReview.objects.filter(item=item).order_by("-on", "-pk").first()


def record(item: UUID, user: Any, on: date, next_due: date | None) -> PageReview:
    """Records a review of an item."""
    dates = {"reviewed_on": on, "review_due": next_due}
    with transaction.atomic():
        review = PageReview.objects.create(item=item, on=on, next_due=next_due, by=user, by_name=name_of(user))
        shown = last_releases([item]).get(item)
        versions = [*shown.versions.values(), *shown.before.values()] if shown else []
        for page in pages_of_item(item):
            _set(page, dates, {one.revision for one in versions})
            log(instance=page.specific, action=LOG_ACTION, user=user, data={"next_due": next_due and str(next_due)})
    reconcile([item])
    return review


def _set(page: Page, dates: dict[str, date | None], released: set[int | None]) -> None:
    seen = _digest(page)
    page.specific_class._base_manager.filter(pk=page.pk).update(**dates)
    stored = json.loads(json.dumps(dates, cls=DjangoJSONEncoder))
    named = Q(pk__in={page.live_revision_id, page.latest_revision_id, *released} - {None})
    wanted = named | Q(approved_go_live_at__isnull=False)
    for revision in Revision.page_revisions.filter(wanted, object_id=str(page.pk)):
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, **stored})
    for source in TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id):
        source.content_json = json.dumps({**json.loads(source.content_json), **stored}, cls=DjangoJSONEncoder)
        source.save(update_fields=["content_json"])
    # What a translator saw is still what the page says.
    SeenSource.objects.filter(digest=seen).update(digest=_digest(Page.objects.get(pk=page.pk)))


def _digest(page: Page) -> str:
    return content_digest(json.loads(live_version(page.specific).page.to_json()))

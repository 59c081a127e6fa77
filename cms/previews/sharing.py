"""Tokens are made, revoked and recognised. The database is asked each time, so one that is revoked is refused at once by every
process.
"""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import Error, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from cms.http import messages
from cms.http.messages import written_date
from cms.http.preview_scheme import CHALLENGE
from cms.http.problems.problem import Problem
from cms.partners.keys.key_text import PREVIEW, is_of, new_key, prefix_of
from cms.publication.models import ReleaseSet
from cms.publication.releases.recording import name_of

from .models import PinnedRevision, PreviewToken
from .token_contents import revisions_now

# What is noted in the audit.
SHARED: Final = "previews.share"
REVOKED: Final = "previews.revoke"
# For how many days a token may hold at most.
LONGEST: Final = 90
# Its use is noted no more often.
_NOTED_EVERY: Final = dt.timedelta(minutes=1)


def share(
    shown: UUID | ReleaseSet, user: Any, for_whom: str, days: int, *, drafts: bool = True, pinned: bool = False
) -> tuple[PreviewToken, str]:
    """A new token of an item or a release and its text, which nobody can be told again."""
    made = new_key(PREVIEW)
    token = PreviewToken(
        prefix=made.prefix,
        digest=made.digest,
        for_whom=for_whom,
        item=None if isinstance(shown, ReleaseSet) else shown,
        release_set=shown if isinstance(shown, ReleaseSet) else None,
        drafts=drafts,
        is_pinned=pinned,
        by=user,
        by_name=name_of(user),
        expires_at=timezone.now() + dt.timedelta(days=min(days, LONGEST)),
    )
    with transaction.atomic():
        token.save()
        if pinned:
            pins = revisions_now(token)
            PinnedRevision.objects.bulk_create(
                PinnedRevision(token=token, page=page, revision=revision) for page, revision in pins.items()
            )
        log(instance=token, action=SHARED, title=for_whom, user=user, data={"key": token.prefix})
    return token, made.text


def revoke_preview(token: PreviewToken) -> None:
    """From now on it is refused."""
    with transaction.atomic():
        if PreviewToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            log(instance=token, action=REVOKED, title=token.for_whom, data={"key": token.prefix})


def recognise_preview(text: str) -> PreviewToken:
    """The live token that a text is. Raises Problem (401), which says more only to who has the whole of a token."""
    token = PreviewToken.objects.select_related("release_set").filter(prefix=prefix_of(text) or "").first()
    if token is None or not is_of(text, token.digest):
        raise _refused("unknown")
    if token.revoked_at is not None:
        raise _refused("revoked", token.revoked_at)
    if not token.is_live:
        raise _refused("expired", token.expires_at)
    _note_use(token)
    return token


def _refused(reason: str, moment: dt.datetime | None = None) -> Problem:
    details = {
        "unknown": messages.PREVIEW_UNKNOWN,
        "expired": messages.PREVIEW_EXPIRED,
        "revoked": messages.PREVIEW_REVOKED,
    }
    fields = {"date": written_date(moment)} if moment else {}
    headers = {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
    return Problem("invalid-preview", details[reason], fields, headers, reason=reason)


def _note_use(token: PreviewToken) -> None:
    """A reader does not wait for who writes, and is not refused where this cannot be written."""
    now = timezone.now()
    if token.last_used_at is not None and token.last_used_at > now - _NOTED_EVERY:
        return
    seldom = Q(last_used_at=None) | Q(last_used_at__lte=now - _NOTED_EVERY)
    try:
        PreviewToken.objects.filter(seldom, pk=token.pk).update(last_used_at=now)
    except Error:
        return

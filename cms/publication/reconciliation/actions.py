"""The only writers of editions and of the log. Each is idempotent and has its own transaction.

A transaction begins with the log's lock, before anything is read: so writers follow one another, and the log is in the order
of their commits.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from cms.content.languages import Language

from ..changelog.log import Log
from ..clock import shared_now
from ..completeness.confirmations import confirmations
from ..glossary.term_reconciler import TermReconciler
from ..intents.settlement import settle_or_leave
from ..models import Change, Edition, HeldWithdrawal, SameInBoth
from ..releases import instructions
from ..safeguards.blast_radius import open_withdrawals
from .reconciler import Reconciler

# What is noted in the audit.
CONFIRMED: Final = "publication.confirm_withdrawal"


def reconcile(items: Iterable[UUID]) -> list[Change]:
    """Makes the public's view of `items` what the editors' pages say, both languages in one transaction.

    Publishes, withdraws, moves or ends editions as the pages' state demands, remakes the editions that show them, and returns
    the rows added to the log: none where nothing differed. Safe to call at any time, in any order, any number of times.
    """
    wanted = set(items)
    if not wanted:
        return []
    with transaction.atomic():
        return Reconciler(Log.lock()).reconcile(wanted)


def reconcile_terms(items: Iterable[UUID]) -> list[Change]:
    """Makes the public glossary what the editors' terms say, with their marks in every edition, in one transaction.

    Returns the rows added to the log, as `reconcile` does, and is as safe to call.
    """
    wanted = set(items)
    if not wanted:
        return []
    with transaction.atomic():
        return TermReconciler(Log.lock()).reconcile(wanted)


def confirm_same(item_id: UUID, texts: Iterable[str], user: Any) -> list[Change]:
    """Records that texts (or addresses) of an item or snippet are rightly the same in both languages."""
    SameInBoth.objects.bulk_create(confirmations(item_id, texts, user), ignore_conflicts=True)
    return settle_or_leave()


def confirm_withdrawals(withdrawals: Collection[HeldWithdrawal], user: Any) -> list[Change]:
    """Records that held withdrawals are meant, and carries them out: at the latest, a worker does."""
    with transaction.atomic():
        waiting = list(open_withdrawals().filter(pk__in=[row.pk for row in withdrawals]).select_for_update())
        HeldWithdrawal.objects.filter(pk__in=[row.pk for row in waiting]).update(
            confirmed_by=user, confirmed_at=shared_now()
        )
        for row in waiting:
            edition = Edition.objects.filter(item=row.item, language=row.language).first()
            log(instance=row, action=CONFIRMED, title=edition.title if edition else str(row.item), user=user)
    return settle_or_leave()


def release_minor(item_id: UUID, language: Language, user: Any, *, with_texts: bool = False) -> list[Change]:
    """Lets what is live in a language go out, since the other needs no change for it. Raises what `say_minor` does."""
    instructions.say_minor(item_id, language, user, with_texts=with_texts)
    return settle_or_leave()


def release_as_same(item_id: UUID, user: Any) -> list[Change]:
    """Lets what is live in both languages go out, since it says the same. Raises what `say_same` does."""
    instructions.say_same(item_id, user)
    return settle_or_leave()


def release_alone(item_id: UUID, language: Language, user: Any, reason: str, until: datetime) -> list[Change]:
    """Lets a language go out without the other until a moment. Raises what `say_alone` does."""
    instructions.say_alone(item_id, language, user, reason, until)
    return settle_or_leave()


def take_down_one(page: Page, user: Any, reason: str) -> list[Change]:
    """Unpublishes a page and leaves the other language public. Raises what `say_one_language` does."""
    with transaction.atomic():
        instructions.say_one_language(page.translation_key, page.locale.language_code, user, reason)
        page.unpublish(user=user)
    return settle_or_leave()

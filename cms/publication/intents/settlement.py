"""Settling what was committed: whoever is alive does it, take-downs first.

Settling asks the pages as they are now, so it may be done at any time, by anybody, any number of times. What cannot be
settled stays noted and is tried again; it keeps nothing else from being settled.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from ..changelog.leases import delay, described
from ..changelog.log import Log
from ..clock import shared_now
from ..glossary.term_reconciler import TermReconciler
from ..models import Change, Intent
from ..reconciliation.reconciler import Reconciler
from .concerned import concerned_by, remember_items
from .pending import due
from .reordering import take_positions

# Intents settled in one transaction. A publication leaves five or so, the move of a tree one for each page.
BATCH: Final = 500
logger = logging.getLogger(__name__)


def settle() -> list[Change]:
    """Makes the public's view what is committed, and returns the rows added to the log.

    What fails is logged and tried again later; only the database's own failures are raised. Safe within a transaction.
    """
    changes: list[Change] = []
    while batch := list(due()[:BATCH]):
        changes += _tried(batch)
    return changes


def settle_or_leave() -> list[Change]:
    """As `settle`, for whoever has just said something. Where the log is held for longer than one waits, as while a set of many
    items is composed, it is left to a worker.
    """
    try:
        return settle()
    except OperationalError:
        logger.warning("not settled by who committed it: the log is held. A worker does it; nothing is lost.")
        return []


def _tried(batch: Sequence[Intent]) -> list[Change]:
    """The batch settled; where it cannot be, each intent by itself, and that which cannot is put off."""
    try:
        return _settle(batch)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(batch) > 1:
            return [change for intent in batch for change in _tried([intent])]
        _put_off(batch[0], error)
        return []


def _settle(batch: Sequence[Intent]) -> list[Change]:
    """All in one transaction: with it, what was noted is settled, or nothing is."""
    with transaction.atomic():
        log = Log.lock()
        # Another may have settled some of it before the log was ours.
        left = _taken(batch)
        remember_items(left)
        concerned = concerned_by(left)
        if concerned.terms:
            TermReconciler(log).reconcile(concerned.terms)
        if items := concerned.items | take_positions(concerned.reordered):
            Reconciler(log).reconcile(items)
        return log.rows


def _taken(batch: Sequence[Intent]) -> list[Intent]:
    """Those of a batch that are still to be settled, deleted and read in one statement."""
    marks = ", ".join(["%s"] * len(batch))
    statement = f"DELETE FROM {Intent._meta.db_table} WHERE id IN ({marks}) RETURNING *"  # noqa: S608
    return list(Intent.objects.raw(statement, [intent.pk for intent in batch]))


def _put_off(intent: Intent, error: Exception) -> None:
    """Takes down what failed and when it is tried again; logs the first failure of a row of them."""
    failures = intent.failures + 1
    retry_at = shared_now() + timedelta(seconds=delay(failures))
    Intent.objects.filter(pk=intent.pk).update(failures=failures, retry_at=retry_at, last_error=described(error))
    if failures == 1:
        logger.error(
            "not settled: %s: %s. It is tried again; nothing is lost."
            " What to do: if it goes on, see manage.py worker --status, and report what stands below.",
            intent,
            described(error),
            exc_info=error,
        )

"""What an error says of where things are kept: there is no database to ask, it has not been migrated yet, or a disk is full."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Final

from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError

# Codes of PostgreSQL (Appendix A of its manual) for a table or column that is not there. SQLite says it by OperationalError.
_NOT_MIGRATED: Final = frozenset({"42P01", "42703"})
# A database that only reads, as a standby does, and a session that was ended while it slept in a transaction.
_TAKES_NOTHING: Final = frozenset({"25006", "25P03"})
_FULL_DISK: Final = "53100"


def is_outage(error: BaseException | None) -> bool:
    """Whether an error comes from there being no database to ask: somebody who asks again later may be answered."""
    return any(_is_one(one) for one in _with_causes(error))


def is_full_disk(error: BaseException | None) -> bool:
    """Whether a full disk is what an error comes from."""
    return any(
        (isinstance(one, OSError) and one.errno in {errno.ENOSPC, errno.EDQUOT})
        or getattr(one, "sqlstate", None) == _FULL_DISK
        or (isinstance(one, sqlite3.Error) and getattr(one, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL)
        for one in _with_causes(error)
    )


def _is_one(error: BaseException) -> bool:
    code = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, ProgrammingError):
        return code in _NOT_MIGRATED
    if isinstance(error, InternalError):
        return code in _TAKES_NOTHING
    return isinstance(error, OperationalError | InterfaceError)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it came from: where a transaction is broken, each later statement fails for another reason."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)

"""Whether an error says that there is no database to read from: none answers, or it has not been migrated yet."""

from typing import Final

from django.db import InterfaceError, OperationalError, ProgrammingError

# PostgreSQL's codes for a table and a column that are not there. SQLite says both by OperationalError.
_NOT_MIGRATED: Final = frozenset({"42P01", "42703"})


def is_outage(error: BaseException) -> bool:
    """Whether somebody who asks again later may be answered."""
    if isinstance(error, ProgrammingError):
        return getattr(error.__cause__, "sqlstate", None) in _NOT_MIGRATED
    return isinstance(error, OperationalError | InterfaceError)

"""The two forms of a line: JSON for programs, text for people. Both say which request it belongs to."""

import logging
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.orjson import OrjsonFormatter

from cms.http.problems.log_words import REPORT_IT, WHAT_TO_DO

from .request_context import current_request
from .secret_paths import without_secrets

# What frameworks add to lines that would tell more of a request than its path.
_LEFT_OUT: Final = (*RESERVED_ATTRS, "request", "server_time", "color_message")
# PostgreSQL repeats values there that somebody gave.
_VALUES: Final = re.compile(r"^DETAIL:.*\n?", re.MULTILINE)
_MAIN: Final = "MainThread"


def written_time(seconds: float) -> str:
    """A moment as lines have it: UTC, to the millisecond."""
    whole = int(seconds)
    return f"{_second(whole)}.{int((seconds - whole) * 1000):03d}Z"


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().removesuffix("+00:00")


class JsonLines(OrjsonFormatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, `pid`, the request's ids, and what a line says beside."""

    def __init__(self) -> None:
        super().__init__(["message"], reserved_attrs=_LEFT_OUT, rename_fields={"status_code": "status"})

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data |= {
            "time": written_time(record.created),
            "level": record.levelname,
            "logger": record.name,
            "pid": record.process,
        }
        if record.threadName != _MAIN:
            log_data["thread"] = record.threadName
        request = current_request()
        log_data |= {name: value for name, value in request._asdict().items() if value}
        super().add_fields(log_data, record, message_dict)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        log_data["message"] = without_secrets(str(log_data["message"]))
        return log_data

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return _VALUES.sub("", str(super().formatException(ei)))


class TextLines(logging.Formatter):
    """Time, level, logger and message, with the request's id at the end."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        request_id = current_request().request_id or getattr(record, "request_id", "")
        written = without_secrets(super().formatMessage(record))
        return f"{written} [{request_id}]" if request_id else written

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return _VALUES.sub("", super().formatException(ei))


class OursToMend(logging.Filter):
    """Lets no line through that says what a client did wrong, such as asking for what is not there: the line of the request
    has its status. Of what is ours Django's own lines say what to do, as all others do.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 0)
        if record.levelno >= logging.ERROR and WHAT_TO_DO not in record.msg:
            record.msg = f"{record.msg}. {REPORT_IT}"
        return not 400 <= status < 500

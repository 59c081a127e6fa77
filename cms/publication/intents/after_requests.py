"""What a request of the admin has committed is settled before it is answered, also where nothing gave a signal of it."""

import logging
from collections.abc import Callable
from typing import Final

from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .pending import RECORDS, due
from .settlement import settle

_SAFE: Final = {"GET", "HEAD", "OPTIONS"}
logger = logging.getLogger(__name__)


class SettlementMiddleware:
    """Settles after requests that may write. A failure changes nothing of the answer: a worker settles what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in _SAFE:
            try:
                # What is written down of a publication afterwards changes dates at most: a worker's next second will do.
                if due().exclude(table__in=RECORDS).exists():
                    settle()
            except Error:
                logger.exception(
                    "not settled in the request that committed it; a worker does it."
                    " What to do: see that a worker runs (manage.py worker --status)."
                )
        return response

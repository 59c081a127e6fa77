"""Moments by the clock of 24 hours, as in English: Django writes `2:30 y.b.`. Days are written as Django has them."""

from ..en.formats import DATETIME_FORMAT, SHORT_DATETIME_FORMAT, TIME_FORMAT

__all__ = ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT"]

"""Everything that goes wrong, told by a code and its sentence in both languages: refusals of requests, problems of fields."""

from .formatting import field_error, locations_of, quoted
from .refusal import Refused, RequestError

__all__ = ["Refused", "RequestError", "field_error", "locations_of", "quoted"]

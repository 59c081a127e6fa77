"""The kinds of value that query parameters take. Each says what it allows, in data, for problems and for OpenAPI."""

import re
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.content.languages import CODES, parse
from cms.content.vocabularies import Label
from cms.http import messages
from cms.http.identifiers import SECTION_NUMBER, TOPIC, day_of, is_section_number, moment_of, uuid_of

Allowed = tuple[str | Label, ...]
_WHOLE: Final = re.compile(r"[0-9]{1,10}")


def _refuse() -> serializers.ValidationError:
    """The words come from what the field allows, in the reader's language."""
    return serializers.ValidationError("invalid")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise _refuse()
    return value


class AnyOf(serializers.ListField):
    """Values separated by commas, or each given by itself, of which any will do. Repeats and order do not matter, so they are
    dropped.
    """

    most: int = 50

    def allows(self) -> Allowed:
        raise NotImplementedError

    def one(self, text: str) -> Any:
        """The value of one part; raises ValidationError."""
        raise NotImplementedError

    def _bounded(self, values: Label) -> Label:
        said = zip(messages.AT_MOST, values, strict=True)
        return Label(*(words.format(values=one, most=self.most) for words, one in said))

    def to_internal_value(self, data: Any) -> Any:
        parts = _text(data).split(",")
        if len(parts) > self.most:
            raise _refuse()
        return tuple(sorted({self.one(part.strip()) for part in parts}))


class Codes(AnyOf):
    """Codes of a closed list."""

    def __init__(self, codes: Any, **options: Any) -> None:
        self.codes = tuple(codes)
        super().__init__(child=serializers.ChoiceField(self.codes), **options)

    def allows(self) -> Allowed:
        return self.codes

    def one(self, text: str) -> str:
        if text not in self.codes:
            raise _refuse()
        return text


class Languages(Codes):
    """`cy`, `en` or both."""

    def __init__(self, **options: Any) -> None:
        super().__init__(CODES, **options)

    def one(self, text: str) -> str:
        language = parse(text)
        if language is None:
            raise _refuse()
        return language


class Topics(AnyOf):
    """Topic codes. The list is open: editors add topics."""

    child = serializers.RegexField(TOPIC, max_length=60)

    def allows(self) -> Allowed:
        return (self._bounded(messages.TOPICS),)

    def one(self, text: str) -> str:
        if not TOPIC.fullmatch(text):
            raise _refuse()
        return text


class Sections(AnyOf):
    """Numbers of sections."""

    child = serializers.RegexField(SECTION_NUMBER)

    def allows(self) -> Allowed:
        return (self._bounded(messages.SECTIONS),)

    def one(self, text: str) -> str:
        if not is_section_number(text):
            raise _refuse()
        return text


class Ids(AnyOf):
    """UUIDs of items."""

    child = serializers.UUIDField()

    def __init__(self, most: int = AnyOf.most, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def allows(self) -> Allowed:
        return (self._bounded(messages.IDS),)

    def one(self, text: str) -> UUID:
        found = uuid_of(text)
        if found is None:
            raise _refuse()
        return found


class Choice(serializers.ChoiceField):
    """One code of a closed list."""

    def allows(self) -> Allowed:
        return tuple(self.choices)

    def to_internal_value(self, data: Any) -> Any:
        if data not in self.choices:
            raise _refuse()
        return data


class OneLanguage(Choice):
    """`cy` or `en`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(CODES, **options)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(parse(_text(data)))


@extend_schema_field(OpenApiTypes.BOOL)
class Switch(Choice):
    """`true` or `false`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(("true", "false"), **options)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"


class Whole(serializers.IntegerField):
    """A whole number within limits, in plain figures."""

    def allows(self) -> Allowed:
        limits = {"least": self.min_value, "most": self.max_value}
        return (Label(messages.A_NUMBER.cy.format(**limits), messages.A_NUMBER.en.format(**limits)),)

    def to_internal_value(self, data: Any) -> int:
        text = _text(data)
        if not (text.isascii() and _WHOLE.fullmatch(text)):
            raise _refuse()
        return int(text)


@extend_schema_field({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]})
class Moment(serializers.Field):  # type: ignore[type-arg]
    """A date (its first moment in Wales) or a date and time; a time without an offset is Welsh time."""

    def allows(self) -> Allowed:
        return (messages.A_MOMENT,)

    def to_internal_value(self, data: Any) -> datetime:
        # An offset's plus sign reads as a space where it was not percent-encoded.
        moment = moment_of(_text(data).replace(" ", "+"))
        if moment is None:
            raise _refuse()
        return moment

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(OpenApiTypes.DATE)
class Day(serializers.Field):  # type: ignore[type-arg]
    """A date."""

    def allows(self) -> Allowed:
        return (messages.A_DAY,)

    def to_internal_value(self, data: Any) -> date:
        day = day_of(_text(data))
        if day is None:
            raise _refuse()
        return day

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "string"})
class SearchText(serializers.Field):  # type: ignore[type-arg]
    """What is sought: any text at all. What is wrong with it, the search itself says, also where there is none."""

    def allows(self) -> Allowed:
        return (messages.A_SEARCH,)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Left out is empty."""
        return super().validate_empty_values("" if data is serializers.empty else data)

    def to_internal_value(self, data: Any) -> str:
        return str(data)

    def to_representation(self, value: Any) -> Any:
        return value


class Text(serializers.CharField):
    """Text of a form that a message describes."""

    def __init__(self, allowed: Label, **options: Any) -> None:
        self.allowed = allowed
        super().__init__(**options)

    def allows(self) -> Allowed:
        return (self.allowed,)

    def to_internal_value(self, data: Any) -> str:
        return _text(data)

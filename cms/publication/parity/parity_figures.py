"""The public figures of both languages: how much of what readers see is in both, and how much is behind. Editions only.

Two queries, remembered while nothing changes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Self

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from pydantic import TypeAdapter

from cms.content.declaration import fields
from cms.content.declaration.registry import item_types
from cms.content.declaration.values import Frozen
from cms.content.languages import CODES, Language, other

from ..models import Edition, LanguageStanding
from ..queries.generation_cache import GenerationCache
from ..queries.item_queries import generation
from ..visibility import served


class Parity(Frozen):
    """How one language stands beside the other."""

    public: int = fields.number("How many items are public in the language.")
    both: int = fields.number("How many of them are public in both languages.")
    only: int = fields.number("How many of them are public in this language only.")
    missing: int = fields.number("How many items are public in the other language only.")
    behind: int = fields.number("How many of those in both say something older than the other language does.")
    words: int = fields.number("How many words the items have in the language.")
    words_behind: int = fields.number(
        "How many words of the other language this one has not: those of what is missing, and those that are new in what is "
        "behind."
    )

    @classmethod
    def sum_of(cls, rows: "list[TypeParity]") -> dict[str, int]:
        """The figures of all rows together."""
        return {name: sum(getattr(row, name) for row in rows) for name in Parity.model_fields}


class TypeParity(Parity):
    """How a language stands with the items of one type."""

    type: str = fields.code("The type of the items.")


class LanguageParity(Parity):
    """How a language stands with all items, and with those of each type."""

    language: Language = fields.code("The language.")
    types: list[TypeParity] = fields.part("The same for each type of which any item is public, in one order.")

    @classmethod
    def of(cls, language: Language, types: list[TypeParity]) -> Self:
        """With the sums of the types."""
        return cls(language=language, types=types, **Parity.sum_of(types))


class ParityReport(Frozen):
    """Both languages, and until when the figures hold if nobody changes anything."""

    languages: list[LanguageParity]
    until: datetime | None


_ADAPTER: Final[TypeAdapter[LanguageParity]] = TypeAdapter(LanguageParity)
_known: Final = GenerationCache[str, ParityReport](1)
_NOTHING: Final[dict[str, Any]] = {
    "public": 0, "both": 0, "only_words": 0, "behind": 0, "stale": 0, "words": 0, "until": None,
}  # fmt: skip


def parity_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the figures of a language."""
    return _ADAPTER.json_schema(mode="serialization", ref_template="#/$defs/{model}")


def parity() -> ParityReport:
    """The figures of both languages, Welsh first."""
    now = timezone.now()
    return _known.get("", generation(), lambda: counted(now), lambda found: found.until is None or found.until > now)


def counted(now: datetime) -> ParityReport:
    """The figures as of a moment, by one query."""
    twins = Edition.objects.filter(served(now), item=OuterRef("item")).exclude(language=OuterRef("language"))
    own = LanguageStanding.objects.filter(item=OuterRef("item"), language=OuterRef("language"))
    rows = (
        Edition.objects.filter(served(now), language__in=CODES)
        .alias(
            in_both=Exists(twins),
            its_words=Subquery(own.values("public_words")[:1]),
            its_stale=Subquery(own.values("stale_words")[:1]),
        )
        .values("language", "type")
        .annotate(
            public=Count("pk"),
            both=Count("pk", filter=Q(in_both=True)),
            behind=Count("pk", filter=Q(in_both=True, translation_status="stale")),
            words=Sum("its_words"),
            only_words=Sum("its_words", filter=Q(in_both=False)),
            stale=Sum("its_stale", filter=Q(in_both=True, translation_status="stale")),
            until=Min("expires_at"),
        )
    )
    found: dict[tuple[str, str], Mapping[str, Any]] = {(row["language"], row["type"]): row for row in rows}
    names = [name for name in item_types() if any((code, name) in found for code in CODES)]
    ends = [row["until"] for row in found.values() if row["until"]]
    return ParityReport(
        languages=[LanguageParity.of(code, [_of_type(found, code, name) for name in names]) for code in CODES],
        until=min(ends, default=None),
    )


def _of_type(found: Mapping[tuple[str, str], Mapping[str, Any]], language: Language, name: str) -> TypeParity:
    own = found.get((language, name), _NOTHING)
    twin = found.get((other(language), name), _NOTHING)
    return TypeParity(
        type=name,
        public=own["public"],
        both=own["both"],
        only=own["public"] - own["both"],
        missing=twin["public"] - twin["both"],
        behind=own["behind"],
        words=own["words"] or 0,
        words_behind=(own["stale"] or 0) + (twin["only_words"] or 0),
    )

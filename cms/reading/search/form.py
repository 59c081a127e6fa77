"""What the address of the search page asks for. What it does not know, it leaves out: readers do not write addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from cms.content.declaration.registry import item_types
from cms.content.languages import Language, other
from cms.content.vocabularies import AUDIENCES, KINDS
from cms.publication.queries.keyset import mark_of
from search.engines.engine_requests import FACETS, Facet, Filters, HitPosition, SortName
from search.querying import cursors

from ..item_page import SEARCH_PATHS
from ..labels import SEARCH_SORTS

_CODE: Final = re.compile(r"[-a-zA-Z0-9_.]{1,60}")
_CLOSED: Final[dict[Facet, Mapping[str, object]]] = {"type": item_types(), "kind": KINDS, "audience": AUDIENCES}
_MOST_CODES: Final = 20
# More than search takes, so that it says so itself.
_LONGEST: Final = 1000
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address has it; `q` is None where nothing is sought yet."""

    language: Language
    q: str | None = None
    chosen: Mapping[Facet, Codes] = field(default_factory=dict)
    sort: SortName = "relevance"
    cursor: str = ""

    @classmethod
    def of(cls, request: HttpRequest, language: Language) -> "Asked":
        """What a request asks for."""
        given = request.GET
        found = {facet: _codes(given, facet) for facet in FACETS}
        sort = given.get("sort", "")
        return cls(
            language=language,
            q=given["q"][:_LONGEST] if "q" in given else None,
            chosen={facet: codes for facet, codes in found.items() if codes},
            sort=cast(SortName, sort) if sort in SEARCH_SORTS else "relevance",
            cursor=given.get("cursor", ""),
        )

    @property
    def filters(self) -> Filters:
        """What narrows the search."""
        return Filters(dict(self.chosen))

    @property
    def mark(self) -> str:
        """What its cursors are good for."""
        return mark_of(self.language, self.q, self.filters, self.sort)

    @property
    def place(self) -> HitPosition | None:
        """The place of its cursor; the beginning, if that is none of this search."""
        try:
            return cursors.decode(self.cursor, self.mark, self.sort) if self.cursor else None
        except ValueError:
            return None

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What narrows it, as parameters."""
        return [(facet, ",".join(codes)) for facet, codes in self.chosen.items()]

    @property
    def path(self) -> str:
        """Its address on this site."""
        order = [("sort", self.sort)] if self.sort != "relevance" else []
        words = [("q", self.q)] if self.q is not None else []
        cursor = [("cursor", self.cursor)] if self.cursor else []
        query = urlencode([*words, *self.fields, *order, *cursor])
        return f"{SEARCH_PATHS[self.language]}{query and '?'}{query}"

    def at(self, place: HitPosition) -> "Asked":
        """The same search at another place."""
        return replace(self, cursor=cursors.encode(self.mark, place))

    def toggled(self, facet: Facet, code: str) -> "Asked":
        """From the beginning, with that code chosen or, if it is, no longer."""
        codes = set(self.chosen.get(facet, ())) ^ {code}
        chosen = {**self.chosen, facet: tuple(sorted(codes))}
        return replace(self, chosen={facet: codes for facet, codes in chosen.items() if codes}, cursor="")

    def first(self) -> "Asked":
        """From the beginning."""
        return replace(self, cursor="")

    def everything(self) -> "Asked":
        """From the beginning, without what narrows it."""
        return replace(self, chosen={}, cursor="")

    def saying(self, q: str) -> "Asked":
        """From the beginning, with other words."""
        return replace(self, q=q, cursor="")

    def in_other(self) -> "Asked":
        """The same in the other language, from the beginning."""
        return replace(self, language=other(self.language), cursor="")


def _codes(given: QueryDict, facet: Facet) -> Codes:
    codes = {code.strip() for value in given.getlist(facet) for code in value.split(",")}
    known = {code for code in codes if _CODE.fullmatch(code) and code in _CLOSED.get(facet, {code})}
    return tuple(sorted(known)[:_MOST_CODES])

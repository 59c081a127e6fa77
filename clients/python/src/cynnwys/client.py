"""What the API gives, as plain JSON with types. A language is `cy` or `en`."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, cast

from .models import (
    Both,
    BothOfTerm,
    Change,
    ChangeList,
    ExportEnd,
    ExportLine,
    Item,
    ItemSummary,
    LanguageParity,
    Release,
    SearchHit,
    SearchResults,
    Suggestion,
    Term,
)
from .transport import Transport

Language = Literal["cy", "en"]


class Client:
    """Reads an API. What it takes beside the address is in `Transport`: language, timeout, attempts.

    It raises `NotPublic` or another `Problem` for what the API refuses, and `NoAnswer` where there is none.
    """

    def __init__(self, url: str, **options: Any) -> None:
        self.transport = Transport(url, **options)

    def item(self, id: str, language: Language, *, fallback: bool = False) -> Item:
        """An item in a language. Where it is not public in it: `NotPublic`, or with `fallback` the other language,

        of which the payload then says so in `fallback`. English is never given for Welsh unasked, nor Welsh for English.
        """
        return cast(Item, self.transport.get(f"{language}/items/{id}", _falling_back(language, fallback)))

    def item_at(self, path: str, language: Language, *, fallback: bool = False) -> Item:
        """The item at a public path, which may be that of either language, or a former one."""
        return cast(
            Item,
            self.transport.get(f"{language}/items/by-path", {"path": path, **_falling_back(language, fallback)}),
        )

    def both(self, id: str) -> Both:
        """An item in both languages, of one moment: `cy` and `en` are None where it is not public in them."""
        return cast(Both, self.transport.get(f"items/{id}", {"lang": "cy,en"}))

    def items(self, language: Language, **filters: Any) -> Iterator[ItemSummary]:
        """All items as lists show them, page by page as they are asked for. `filters` are the parameters of lists:

        `type="guide"`, `audience=["parents", "carers"]`, `topic`, `section`, `sort="-updated"`, `updated_since` ...
        """
        return self._pages(f"{language}/items", filters)

    def whole_items(self, language: Language, **filters: Any) -> Iterator[Item]:
        """The same, whole."""
        return self._pages(f"{language}/items", {**filters, "fields": "full"})

    def terms(self, language: Language, **filters: Any) -> Iterator[Term]:
        """The glossary, in alphabetical order."""
        return self._pages(f"{language}/terms", filters)

    def term(self, id: str, language: Language) -> Term:
        """A term of the glossary."""
        return cast(Term, self.transport.get(f"{language}/terms/{id}"))

    def releases(self, **filters: Any) -> Iterator[Release]:
        """What went out when, the newest first."""
        return self._pages("releases", filters)

    def parity(self) -> list[LanguageParity]:
        """How much of what is public is in both languages, by language and type."""
        return cast(list[LanguageParity], self.transport.get("parity")["languages"])

    def search(self, language: Language, words: str, **filters: Any) -> Iterator[SearchHit]:
        """What is found, the best first, from page to page."""
        return self._pages(f"{language}/search", {"q": words, **filters})

    def search_page(self, language: Language, words: str, **filters: Any) -> SearchResults:
        """The first page of it with all that goes with it: `total`, `facets`, `also_in`, `did_you_mean`."""
        return cast(SearchResults, self.transport.get(f"{language}/search", {"q": words, **filters}))

    def suggestions(self, language: Language, beginning: str, **filters: Any) -> list[Suggestion]:
        """Titles and terms with words that begin so."""
        return cast(list[Suggestion], self.transport.get(f"{language}/suggest", {"q": beginning, **filters})["items"])

    def some_items(self, ids: Sequence[str], **filters: Any) -> list[Both | BothOfTerm]:
        """Items and terms by their ids, 100 at most, both languages of each. What never was public is left out."""
        answer = self.transport.get("items", {"id": ids, **filters}, once=True)
        return cast(list[Both | BothOfTerm], answer["items"])

    def changes(self, since: str | None = None, **filters: Any) -> Iterator[Change]:
        """What changed after a token, each item as it is now, until there is nothing new; from the beginning without a token.

        Keep the `token` of the last one. `BeginAgain` where the token can be followed from no more: then take the export.
        """
        more = True
        while more:
            page = self.changes_page(since, **filters)
            yield from page["items"]
            since, more = page["token"], page["more"]

    def changes_page(self, since: str | None = None, *, wait: int = 0, **filters: Any) -> ChangeList:
        """A page of them with the `token` after it. Where there is nothing yet it is waited for, `wait` seconds at most."""
        parameters = {"since": since, "wait": wait or None, **filters}
        return cast(ChangeList, self.transport.get("changes", parameters, once=True))

    def export(self, **filters: Any) -> Iterator[ExportLine | ExportEnd]:
        """All there is, of one moment: an item after the other, and at last the `token` to follow from."""
        with self.transport.lines("export", filters) as lines:
            yield from lines

    def _pages(self, path: str, parameters: dict[str, Any]) -> Iterator[Any]:
        page = self.transport.get(path, parameters)
        yield from page["items"]
        while page["next"]:
            page = self.transport.get(page["next"])
            yield from page["items"]


def _falling_back(language: Language, fallback: bool) -> dict[str, str]:
    return {"fallback": "en" if language == "cy" else "cy"} if fallback else {}

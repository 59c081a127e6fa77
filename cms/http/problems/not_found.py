"""Why an item cannot be given in a language: never there (404), in the other language only (404), no longer there (410)."""

from typing import Any
from uuid import UUID

from cms.content.languages import Language, other
from cms.content.vocabularies import IN_LANGUAGE, Label
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries.query_types import FoundItem, LanguageStatus

from .. import messages
from ..messages import written_date
from .problem import Problem


def not_found_problem(found: FoundItem | None, asked: Language, none: Label) -> Problem:
    """The problem for an item that has no public edition in `asked`. `none` says that there never was such a one.

    What was never public is reported like what never was: nothing is revealed of drafts.
    """
    if found is None:
        return Problem("not-found", none)
    status, available = found.status(asked), _available(found)
    if status.state in {"withdrawn", "gone"}:
        return _ended(status, asked, available)
    if not available:
        return Problem("not-found", none)
    in_words = {"asked": IN_LANGUAGE[asked], "other": IN_LANGUAGE[other(asked)]}
    return Problem("not-in-language", messages.NOT_IN_LANGUAGE, in_words, available=available)


def not_found_in_any(found: FoundItem | None, wanted: tuple[Language, ...]) -> Problem:
    """The problem for an item that has no public edition in any of the languages wanted."""
    if len(wanted) == 1:
        return not_found_problem(found, wanted[0], messages.NO_SUCH_ID)
    ended = [status for status in found.statuses if status.since] if found else []
    if not ended:
        return Problem("not-found", messages.NO_SUCH_ID)
    last = max(ended, key=lambda status: (status.state == "withdrawn", status.since))
    gone = last.state == "gone"
    return _problem_since(
        "gone" if gone else "withdrawn", messages.ITEM_GONE if gone else messages.ITEM_WITHDRAWN, last, {}
    )


def _ended(status: LanguageStatus, asked: Language, available: list[dict[str, str]]) -> Problem:
    gone = status.state == "gone"
    sentence = messages.VERSION_GONE if gone else messages.VERSION_WITHDRAWN
    if available:
        sentence = Label(*(one + more for one, more in zip(sentence, messages.STILL_AVAILABLE, strict=True)))
    fields = {"version": messages.VERSION[asked], "other": IN_LANGUAGE[other(asked)]}
    extensions = {"available": available} if available else {}
    return _problem_since("gone" if gone else "withdrawn", sentence, status, fields, **extensions)


def _problem_since(
    code: str, sentence: Label, status: LanguageStatus, fields: dict[str, Any], **extensions: Any
) -> Problem:
    if status.since is None:
        raise ValueError(status)
    fields = {**fields, "date": written_date(status.since)}
    return Problem(code, sentence, fields, since=status.since, **extensions)


def _available(found: FoundItem) -> list[dict[str, str]]:
    return [_where(found.item, status) for status in found.available]


def _where(item: UUID, status: LanguageStatus) -> dict[str, str]:
    return {
        "language": status.language,
        "title": status.title,
        "address": public_address(status.language, status.path),
        "api": api_address(item, status.language),
    }

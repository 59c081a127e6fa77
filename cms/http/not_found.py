"""Why an item cannot be given in a language: never there (404), in the other language only (404), no longer there (410)."""

from typing import Any
from uuid import UUID

from cms.content.languages import Language, other
from cms.content.vocabularies import IN_LANGUAGE, Label
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries.query_types import Found, Standing

from . import messages
from .messages import written_date
from .problems import Problem


def absence(found: Found | None, asked: Language, none: Label) -> Problem:
    """The problem for an item that has no public edition in `asked`. `none` says that there never was such a one.

    What was never public is reported like what never was: nothing is revealed of drafts.
    """
    if found is None:
        return Problem("not-found", none)
    standing, available = found.standing(asked), _available(found)
    if standing.state in {"withdrawn", "gone"}:
        return _ended(standing, asked, available)
    if not available:
        return Problem("not-found", none)
    in_words = {"asked": IN_LANGUAGE[asked], "other": IN_LANGUAGE[other(asked)]}
    return Problem("not-in-language", messages.NOT_IN_LANGUAGE, in_words, available=available)


def absence_of_all(found: Found | None, wanted: tuple[Language, ...]) -> Problem:
    """The problem for an item that has no public edition in any of the languages wanted."""
    if len(wanted) == 1:
        return absence(found, wanted[0], messages.NO_SUCH_ID)
    ended = [standing for standing in found.standings if standing.since] if found else []
    if not ended:
        return Problem("not-found", messages.NO_SUCH_ID)
    last = max(ended, key=lambda standing: (standing.state == "withdrawn", standing.since))
    gone = last.state == "gone"
    return _problem_since(
        "gone" if gone else "withdrawn", messages.ITEM_GONE if gone else messages.ITEM_WITHDRAWN, last, {}
    )


def _ended(standing: Standing, asked: Language, available: list[dict[str, str]]) -> Problem:
    gone = standing.state == "gone"
    sentence = messages.VERSION_GONE if gone else messages.VERSION_WITHDRAWN
    if available:
        sentence = Label(*(one + more for one, more in zip(sentence, messages.STILL_AVAILABLE, strict=True)))
    fields = {"version": messages.VERSION[asked], "other": IN_LANGUAGE[other(asked)]}
    extensions = {"available": available} if available else {}
    return _problem_since("gone" if gone else "withdrawn", sentence, standing, fields, **extensions)


def _problem_since(
    code: str, sentence: Label, standing: Standing, fields: dict[str, Any], **extensions: Any
) -> Problem:
    if standing.since is None:
        raise ValueError(standing)
    fields = {**fields, "date": written_date(standing.since)}
    return Problem(code, sentence, fields, since=standing.since, **extensions)


def _available(found: Found) -> list[dict[str, str]]:
    return [_where(found.item, standing) for standing in found.available]


def _where(item: UUID, standing: Standing) -> dict[str, str]:
    return {
        "language": standing.language,
        "title": standing.title,
        "address": public_address(standing.language, standing.path),
        "api": api_address(item, standing.language),
    }

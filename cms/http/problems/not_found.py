"""Why an item cannot be given in a language: never there (404), in the other language only (404), no longer there (410)."""

from typing import Any
from uuid import UUID

from cms.content.languages import Language, other
from cms.content.vocabularies import IN_LANGUAGE, Label
from cms.publication.notices.notice_queries import gone_notice
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
        return _ended(found.item, status, asked, available)
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
    assert found is not None  # noqa: S101 - it has statuses
    sentence = messages.ITEM_GONE if last.state == "gone" else messages.ITEM_WITHDRAWN
    return _problem_since(found.item, sentence, last, {})


def _ended(item: UUID, status: LanguageStatus, asked: Language, available: list[dict[str, str]]) -> Problem:
    gone = status.state == "gone"
    sentence = messages.VERSION_GONE if gone else messages.VERSION_WITHDRAWN
    if available:
        sentence = Label(*(one + more for one, more in zip(sentence, messages.STILL_AVAILABLE, strict=True)))
    fields = {"version": messages.VERSION[asked], "other": IN_LANGUAGE[other(asked)]}
    extensions = {"available": available} if available else {}
    return _problem_since(item, sentence, status, fields, **extensions)


def _problem_since(
    item: UUID, sentence: Label, status: LanguageStatus, fields: dict[str, Any], **extensions: Any
) -> Problem:
    """With what readers were told when it was taken down, which makes it `gone`, and where they are to go instead."""
    if status.since is None:
        raise ValueError(status)
    fields = {**fields, "date": written_date(status.since)}
    notice = gone_notice(item, status.language)
    if notice is not None:
        sentence = Label(*(f"{one} {{notice}}" for one in sentence))
        fields["notice"] = Label(notice.cy, notice.en)
        instead = [_place(one.item, one.language, one.title, one.path) for one in notice.instead]
        extensions |= {"notice": {"cy": notice.cy, "en": notice.en}, "instead": instead}
    code = "gone" if notice is not None or status.state == "gone" else "withdrawn"
    return Problem(code, sentence, fields, since=status.since, **extensions)


def _available(found: FoundItem) -> list[dict[str, str]]:
    return [_place(found.item, status.language, status.title, status.path) for status in found.available]


def _place(item: UUID, language: Language, title: str, path: str) -> dict[str, str]:
    return {
        "language": language,
        "title": title,
        "address": public_address(language, path),
        "api": api_address(item, language),
    }

"""What changed lately, newest first, in the words of a page: releases as the API gives them, and what was withdrawn since."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cms.content.languages import CODES, NAMES, Language
from cms.content.vocabularies import Label
from cms.http.caching.cache_policy import CachePolicy
from cms.publication.models import NoticeKind, ReaderNotice
from cms.publication.notices.notice_queries import GoneNotice, gone_notices, latest_withdrawals
from cms.publication.payload.addresses import public_address
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import LanguageStatus, ReleaseFilter
from cms.publication.queries.release_queries import releases
from cms.reading.messages import alternatives
from cms.reading.wording import written_date

_SHOWN: Final = 30
_KINDS: Final = {
    "first": Label("Newydd", "New"),
    "together": Label("Newidiwyd y ddwy iaith", "Changed in both languages"),
    "minor": Label("Newid bach mewn un iaith", "A small change in one language"),
    "alone": Label("Newidiwyd un iaith yn unig", "Changed in one language only"),
    "revert": Label("Dychwelwyd i'r fersiwn flaenorol", "Put back to the version before"),
    "take-down": Label("Tynnwyd i lawr", "Taken down"),
}
_ONE_LANGUAGE: Final = {
    "cy": Label("Tynnwyd y fersiwn Gymraeg i lawr", "The Welsh version was taken down"),
    "en": Label("Tynnwyd y fersiwn Saesneg i lawr", "The English version was taken down"),
}
_NOTICES: Final[dict[str, Label]] = {
    NoticeKind.WITHDRAWN: Label("Tynnwyd yn ôl; gellir ei darllen o hyd", "Withdrawn; it can still be read"),
    NoticeKind.ENDED: Label("Mewn grym eto", "In force again"),
}
_MOVED: Final = Label("Symudwyd i dudalen arall", "Moved to another page")
_CHANGED: Final = Label("Newidiwyd", "Changed")
_NOT_PUBLIC: Final = Label("Nid yw'n gyhoeddus bellach", "No longer public")
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is public now of the items that are told of, and what is said of them."""

    language: Language
    public: dict[UUID, tuple[LanguageStatus, ...]]
    said: dict[UUID, GoneNotice]

    def entry(
        self, item: UUID, moment: datetime, what: Label, changed: Iterable[Language], notes: dict[str, str]
    ) -> Entry:
        """An entry of the list; `notes` are of the languages that `changed`."""
        public = self.public.get(item, ())
        return {
            "moment": moment,
            "day": written_date(moment, self.language),
            "what": what.text(self.language),
            "item": item,
            "editions": [
                _edition(one, notes.get(one.language, "") if one.language in changed else "") for one in public
            ],
            "not_public": "" if public else _NOT_PUBLIC.text(self.language),
        }

    def reason(self, item: UUID) -> Entry:
        """Why it is as it is, and where to go instead; nothing where nothing is said."""
        told = self.said.get(item)
        return {"reason": told.text(self.language), "instead": alternatives(told, self.language)} if told else {}


def latest_changes(language: Language) -> tuple[list[Entry], CachePolicy]:
    """The newest changes, each with what is public now in either language and why it is so, and how long the list holds."""
    page = releases(ReleaseFilter(), _SHOWN, newest_first=True)
    released = [json.loads(row.content) for row in page.rows]
    notices = latest_withdrawals(_SHOWN)
    items = {UUID(one["item"]) for one in released} | {one.item for one in notices}
    public = {found.item: found.available for found in item_queries.items(items)}
    known = _Known(language, public, gone_notices(items, language))
    told = [*(_release(one, known) for one in released), *(_notice(one, known) for one in notices)]
    newest = sorted(told, key=lambda entry: entry["moment"], reverse=True)[:_SHOWN]
    return newest, CachePolicy(page.expires_at)


def _release(release: Entry, known: _Known) -> Entry:
    item, taken_down = UUID(release["item"]), release["kind"] == "take-down"
    stayed = [one["language"] for one in release["languages"]]
    what = _KINDS.get(release["kind"], _CHANGED)
    if taken_down and stayed:
        what = next(_ONE_LANGUAGE[code] for code in CODES if code not in stayed)
    reason = known.reason(item) if taken_down and not known.public.get(item) else {}
    if reason and known.said[item].moved:
        what = _MOVED
    notes = {one["language"]: one["change_note"] for one in release["languages"]}
    changed = [one["language"] for one in release["languages"] if one["changed"]]
    return known.entry(item, datetime.fromisoformat(release["released"]), what, changed, notes) | reason


def _notice(notice: ReaderNotice, known: _Known) -> Entry:
    reason = known.reason(notice.item) if notice.kind == NoticeKind.WITHDRAWN else {}
    return known.entry(notice.item, notice.at, _NOTICES[notice.kind], (), {}) | reason


def _edition(status: LanguageStatus, note: str) -> Entry:
    return {
        "language": status.language,
        "language_name": NAMES[status.language],
        "title": status.title,
        "address": public_address(status.language, status.path),
        "change_note": note,
    }

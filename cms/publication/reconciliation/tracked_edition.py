"""An edition while it is reconciled: what was stored of it, what it is to be, and so what has to be written."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from ..collation import title_key
from ..completeness.versions import Version
from ..models import Edition, State
from ..releases.released_places import EditionKey
from .appearance import Appearance
from .desired_state import DesiredEdition
from .item_pages import Parent

# What is made of an edition for its readers; large, and read by nobody who writes.
BYTES: Final = ("card", "body", "body_gzip", "body_br", "body_zstd", "encoded_version", "words", "media")
# What the pages say of it, and lists filter and sort by.
FACTS: Final = (
    "state", "state_since", "type", "path", "parent", "position", "title", "title_key", "summary", "kind", "number",
    "section", "published_at", "updated_at", "reviewed_on", "review_due", "new_until", "expires_at", "withdrawn_at",
    "translation_status", "translation_since", "content", "digest", "revision",
)  # fmt: skip


class TrackedEdition:
    """One edition in a run. It begins as stored, or new, and is then published, ended or left as it was."""

    def __init__(self, edition: Edition, before: Appearance | None, stored_facts: list[Any] | None) -> None:
        self.edition = edition
        # What others showed of it; None for a new one.
        self.before = before
        self.is_published = self.is_held = self.is_ended = self.is_moved = False
        self.facets: Mapping[str, set[str]] = {}
        self._stored_facts = stored_facts

    @classmethod
    def stored(cls, edition: Edition) -> Self:
        """One that is in the database, as it is there."""
        return cls(edition, Appearance.of(edition), _facts(edition))

    @classmethod
    def new(cls, key: EditionKey, now: datetime) -> Self:
        """The first edition of an item in a language."""
        item, language = key
        return cls(Edition(item=item, language=language, digest="", version=0, changed_at=now), None, None)

    @property
    def key(self) -> EditionKey:
        """Its identity."""
        return self.edition.item, self.edition.lang

    @property
    def facts_differ(self) -> bool:
        """Whether it was stored with other facts than it has now; False for a new one, which was not stored at all."""
        return self._stored_facts is not None and self._stored_facts != _facts(self.edition)

    def appearances(self) -> list[Appearance]:
        """How it looks to others and, if it was stored, how it looked, where that differs; none where nothing changed."""
        now = Appearance.of(self.edition)
        if not (self.is_published or self.is_held or self.is_ended) or now == self.before:
            return []
        return [now, self.before] if self.before else [now]

    def publish(self, desired: DesiredEdition, now: datetime) -> None:
        """Takes over what the page says. Its bytes are composed later."""
        edition = self.edition
        if edition.state != State.PUBLISHED:
            edition.state, edition.state_since, edition.digest = State.PUBLISHED, now, ""
        elif edition.path != desired.path:
            self.is_moved = True
        elif edition.expires_at is not None and edition.expires_at <= now:
            edition.digest = ""  # readers were told that it is not public: the log says that it is
        section = edition.section
        _take_facts(edition, desired)
        if edition.section != section:
            edition.digest = ""  # it is not in the bytes, and who follows a section is to be told
        self.facets = desired.facets
        self.is_published = True

    def hold(self, desired: DesiredEdition) -> None:
        """Stays public as it was, at the place that its page has now."""
        self.is_moved = self.edition.path != desired.path
        _take_place(self.edition, desired)
        self.is_held = True

    def end(self, state: State, now: datetime) -> None:
        """Makes a tombstone. A deleted page's words are kept unseen, to know them again in an orphaned copy."""
        edition = self.edition
        edition.state, edition.state_since = state, now
        edition.digest, edition.card, edition.body, edition.body_gzip, edition.words = "", b"", b"", b"", ""
        edition.body_br = edition.body_zstd = edition.encoded_version = None
        edition.media, edition.withdrawn_at = {}, None
        self.is_ended = True


def _facts(edition: Edition) -> list[Any]:
    return [getattr(edition, name) for name in FACTS]


def _take_facts(edition: Edition, desired: DesiredEdition) -> None:
    page = desired.page
    content = (desired.projection or desired.newest).content
    edition.type = desired.type
    edition.title, edition.title_key = content["title"], title_key(content["title"], edition.lang)
    edition.summary = content["summary"]
    edition.kind, edition.number = content.get("kind", ""), content.get("number", "")
    edition.published_at = page.first_published_at or page.last_published_at or edition.state_since
    _take_version(edition, page, desired.version)
    for name in ("reviewed_on", "review_due", "new_until"):
        setattr(edition, name, content[name] and date.fromisoformat(content[name]))
    edition.content = content
    _take_place(edition, desired)


def _take_place(edition: Edition, desired: DesiredEdition) -> None:
    """Where it stands, how long it stays, since when it is out of date or withdrawn: whatever its words are."""
    edition.path, edition.position = desired.path, desired.page.path
    edition.parent, edition.section = _place_below(desired.parent, edition.number)
    edition.expires_at = desired.expires_at
    edition.withdrawn_at = desired.withdrawn_at
    stored = {name: value for name, value in (edition.content or {}).items() if name != "withdrawn"}
    edition.content = {**stored, "withdrawn": desired.withdrawn} if desired.withdrawn else stored
    edition.translation_status = "stale" if desired.stale_since else "current"
    edition.translation_since = desired.stale_since or edition.updated_at


def _take_version(edition: Edition, page: Any, version: Version | None) -> None:
    """Which revision it is, and when that was published; an edition that stays as it was keeps its own date."""
    revision = version.revision if version else None
    stays = edition.pk is not None and edition.revision == revision != page.live_revision_id
    if not stays:
        edition.updated_at = (version and version.published) or edition.published_at
    edition.revision = revision


def _place_below(parent: Parent | None, number: str) -> tuple[UUID | None, str]:
    """The item above, and the number of the section that the edition of that number is (or is in)."""
    return (parent.item, number or parent.number) if parent else (None, number)

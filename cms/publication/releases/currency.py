"""Whether the two languages of an item say the same: by the original that the translator saw, or by an editor's word.

Never by dates: a translation that was published after its original may have been made from an older one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import Revision

from cms.content.languages import CODES, Language, other
from cms.content.models import SeenSource
from cms.content.translating.stable_content import content_digest, shows_same

from ..completeness.versions import Version
from .last_releases import ShownVersion, Versions
from .release_models import InstructionKind, ReleaseInstruction


@dataclass(frozen=True)
class Candidate:
    """A complete version that is live for editors, with the slug that its page has."""

    version: Version
    slug: str

    @property
    def revision(self) -> int | None:
        """The revision, None for a page made without one."""
        return self.version.revision

    @property
    def content(self) -> dict[str, Any] | None:
        """What the revision holds."""
        return self.version.content

    @cached_property
    def digest(self) -> str:
        """Of its content."""
        return content_digest(json.loads(self.version.page.to_json()))

    def shown(self) -> ShownVersion:
        """As a release would show it, up to date."""
        note = getattr(self.version.page, "change_note", "")
        return ShownVersion(self.revision, self.slug, self.version.published, None, note, self.version.by)


@dataclass(frozen=True)
class PublicVersion:
    """A version that readers see, known by its revision alone."""

    revision: int | None
    digest: str = ""
    content: None = None


Candidates = dict[Language, Candidate]
Compared = Mapping[Language, Candidate | PublicVersion]


class StoredRevisions:
    """Revisions of a run by their keys. Those that were named are read together, when one of them is asked for."""

    def __init__(self) -> None:
        self._named: set[int] = set()
        self._read: dict[int, Revision | None] = {}

    def name(self, revisions: Iterable[int | None]) -> None:
        """Says which will be asked for."""
        self._named |= {one for one in revisions if one is not None} - self._read.keys()

    def get(self, revision: int | None) -> Revision | None:
        """The revision, None where it is lost."""
        if revision is None:
            return None
        self.name([revision])
        if self._named and revision not in self._read:
            self._read |= dict.fromkeys(self._named) | Revision.objects.in_bulk(self._named)
            self._named = set()
        return self._read[revision]


class Currency:
    """What is known of one item: pairs of revisions that say the same, and changes after which they still do."""

    def __init__(
        self,
        known: Iterable[Versions],
        instructions: Iterable[ReleaseInstruction],
        seen: dict[int, SeenSource],
        stored: "StoredRevisions",
    ) -> None:
        self._seen, self._stored = seen, stored
        self._minor: dict[tuple[str, int | None], int | None] = {}
        self._pairs: list[dict[str, int | None]] = [_pair(one) for one in known if len(one) == len(CODES)]
        for one in instructions:
            if one.kind == InstructionKind.MINOR:
                self._minor[one.language, one.revision_in(one.language)] = one.base
            elif one.kind == InstructionKind.SAME:
                self._pairs.append({code: one.revision_in(code) for code in CODES})

    def is_minor(self, language: Language, revision: int | None) -> bool:
        """Whether an editor said that the other language needs no change."""
        return (language, revision) in self._minor

    def agree(self, pair: Compared) -> bool:
        """Whether the two versions say the same."""
        if all(one.revision is None for one in pair.values()):
            return True
        as_good = {code: list(self._as_good_as(code, one.revision)) for code, one in pair.items()}
        if any(all(known[code] in as_good[code] for code in CODES) for known in self._pairs):
            return True
        if any(self._saw(as_good[code], pair[other(code)], as_good[other(code)]) for code in CODES):
            return True
        self._stored.name(
            known[code]
            for known in self._pairs
            for code in CODES
            if pair[code].content is not None and known[code] not in as_good[code]
        )
        return any(
            all(self._is_same(pair[code], known[code], as_good[code]) for code in CODES) for known in self._pairs
        )

    def _as_good_as(self, language: Language, revision: int | None) -> Iterator[int | None]:
        """The revision, and those before it since which only minor changes were made."""
        met: set[int | None] = set()
        while revision not in met:
            met.add(revision)
            yield revision
            if (language, revision) in self._minor:
                revision = self._minor[language, revision]

    def _saw(
        self, translations: list[int | None], source: Candidate | PublicVersion, sources: list[int | None]
    ) -> bool:
        """Whether a translator saw the source as it is, or as it was before minor changes."""
        for revision in translations:
            seen = self._seen.get(revision or 0)
            if seen is None:
                continue
            if seen.source_revision is not None and seen.source_revision in sources:
                return True
            if seen.digest == source.digest:
                return True
        return False

    def _is_same(self, one: Candidate | PublicVersion, known: int | None, as_good: list[int | None]) -> bool:
        """Whether it is the known revision, or says word for word what that says."""
        if known in as_good:
            return True
        if one.content is None:
            return False
        stored = self._stored.get(known)
        return stored is not None and shows_same(stored.content, one.content)


def _pair(versions: Versions) -> dict[str, int | None]:
    return {code: one.revision for code, one in versions.items()}

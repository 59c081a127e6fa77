"""What goes out of an item, and what waits for its twin: by what was released last, what is live, and what editors said.

It decides and writes nothing. Asked again when its plan was carried out, it plans nothing more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from cms.content.languages import CODES, Language, other
from cms.content.models import SeenSource

from .currency import Candidates, Currency, PublicVersion, StoredRevisions
from .last_releases import LastRelease, Versions, last_releases
from .policies import Policy
from .release_models import InstructionKind, ReleaseInstruction, ReleaseKind
from .set_models import ReleaseSet, ReleaseSetItem, SetState

# Why a complete version is not public: the other language is not there, is not complete or does not say the same; it goes out
# with a set; it went out with a set that was undone.
Waiting = Literal["twin_absent", "twin_incomplete", "twin_differs", "set", "undone"]
# What a language is left alone by, as long as it is.
_LEAVING_ONE: Final = (ReleaseKind.TAKE_DOWN, ReleaseKind.ALONE)


@dataclass(frozen=True)
class Flip:
    """A set that goes out in this run: its items, or of one that undoes another what readers see again of each."""

    release_set: ReleaseSet
    items: frozenset[UUID]
    back: Mapping[UUID, Versions] | None = None


@dataclass(frozen=True)
class ReleasePlan:
    """What readers are to see of an item. `kind` is that of the release that says so, None where the last one does.

    `said` is the editor's word that it follows, `within` the set that it goes out with. `held` are the languages of which a
    complete version waits, and why. `before` is what was public before one language went out alone.
    """

    policy: Policy
    versions: Versions = field(default_factory=dict)
    kind: ReleaseKind | None = None
    said: ReleaseInstruction | None = None
    reason: str = ""
    until: datetime | None = None
    before: Versions = field(default_factory=dict)
    held: dict[Language, Waiting] = field(default_factory=dict)
    within: ReleaseSet | None = None

    @property
    def is_pair(self) -> bool:
        """Whether both languages are public, or neither."""
        return self.policy is Policy.TOGETHER and len(self.versions) == len(CODES)


NO_PLAN: Final = ReleasePlan(Policy.INDEPENDENT)


@dataclass(frozen=True)
class ItemState:
    """An item as its pages stand: its policy, the languages that may be public, and of these what is complete."""

    item: UUID
    policy: Policy
    allowed: Collection[Language]
    candidates: Candidates


class Planner:
    """Plans for many items, with what was released and said of them read at once."""

    def __init__(
        self,
        items: Iterable[UUID],
        revisions: Iterable[int],
        now: datetime,
        flip: Flip | None = None,
        above: Iterable[UUID] = (),
    ) -> None:
        """`revisions` are live; `above` are items of which only what was released last is asked for."""
        wanted = set(items)
        self.now, self._flip = now, flip
        self.stored = StoredRevisions()
        members = ReleaseSetItem.objects.filter(item__in=wanted, release_set__state=SetState.OPEN)
        if flip is not None:
            members = members.exclude(release_set=flip.release_set)
        self._in_sets = set(members.values_list("item", flat=True))
        self._last = last_releases(wanted.union(above))
        self._instructions: dict[UUID, list[ReleaseInstruction]] = {}
        for one in ReleaseInstruction.objects.filter(item__in=wanted).order_by("pk"):
            self._instructions.setdefault(one.item, []).append(one)
        self._seen = {row.revision: row for row in SeenSource.objects.filter(revision__in=set(revisions))}

    def last(self, item: UUID) -> LastRelease | None:
        """What was released last of an item."""
        return self._last.get(item)

    def seen_by(self, revision: int | None) -> int | None:
        """The original's revision that the translator of a live one saw."""
        seen = self._seen.get(revision or 0)
        return seen.source_revision if seen else None

    def plan(self, state: ItemState) -> ReleasePlan:
        """What is to be public of an item."""
        last, instructions = self._last.get(state.item), self._instructions.get(state.item, [])
        currency = Currency(_agreed(last), instructions, self._seen, self.stored)
        planning = _Planning(state, last, instructions, currency, self.now, state.item in self._in_sets)
        if self._flip is None or state.item not in self._flip.items:
            return planning.plan()
        if self._flip.back is not None:
            return planning.back_to(self._flip.back[state.item], self._flip.release_set)
        return planning.plan(self._flip.release_set)


def _agreed(last: LastRelease | None) -> list[Versions]:
    """What was released last, and before one language was alone, as far as both languages say the same in it."""
    known = [last.versions, last.before] if last else []
    return [one for one in known if not any(version.stale_since for version in one.values())]


class _Planning:
    """The plan of one item."""

    def __init__(
        self,
        state: ItemState,
        last: LastRelease | None,
        instructions: list[ReleaseInstruction],
        currency: Currency,
        now: datetime,
        in_set: bool,
    ) -> None:
        self._state, self._last, self._now, self._in_set = state, last, now, in_set
        self._within: ReleaseSet | None = None
        self._instructions = instructions
        self._public = last.versions if last else {}
        self._currency = currency

    def plan(self, within: ReleaseSet | None = None) -> ReleasePlan:
        """What was taken down comes first, then what is to go out, then what is over."""
        self._within = within
        policy, taken = self._state.policy, {code for code in self._public if code not in self._state.allowed}
        left, said = self._left(taken) if taken else (self._public, None)
        goes_on = not taken or bool(left) or policy is Policy.INDEPENDENT
        found = self._going_out(left, said) if goes_on else None
        if found is None and self._last is not None and self._last.has_ended(self._now):
            back = {code: one for code, one in self._last.before.items() if code in self._state.allowed}
            found = ReleasePlan(policy, back, ReleaseKind.TOGETHER if back else ReleaseKind.TAKE_DOWN)
        if found is None:
            found = ReleasePlan(
                policy, left, ReleaseKind.TAKE_DOWN if taken else None, said, said.reason if said else ""
            )
        return replace(found, held=self._held(found.versions), before=self._before(found), within=within)

    def back_to(self, versions: Versions, within: ReleaseSet) -> ReleasePlan:
        """What was public before, and may be still."""
        allowed = {code: one for code, one in versions.items() if code in self._state.allowed}
        kind = ReleaseKind.REVERT if allowed else ReleaseKind.TAKE_DOWN
        return ReleasePlan(self._state.policy, allowed, kind, held=self._held(allowed), within=within)

    def _left(self, taken: Collection[Language]) -> tuple[Versions, ReleaseInstruction | None]:
        """What is left of what is public, and the word by which it is, once what may not be is taken down."""
        said = next((one for code in taken if (one := self._one_language(code))), None)
        if self._state.policy.begins_with_both and said is None:
            return {}, None
        return {code: one for code, one in self._public.items() if code not in taken}, said

    def _one_language(self, code: Language) -> ReleaseInstruction | None:
        """Somebody's word that only this language is taken down."""
        return self._said(InstructionKind.ONE_LANGUAGE, code, self._public[code].revision)

    def _going_out(self, base: Versions, said: ReleaseInstruction | None) -> ReleasePlan | None:
        """What is public once what may go out has gone; None where nothing may."""
        if self._kept_for() is not None:
            return self._alone(base)
        policy = self._state.policy
        if policy is Policy.INDEPENDENT or (policy is Policy.TOGETHER_AT_FIRST and base):
            return self._each_by_itself(base)
        if self._is_ready():
            return self._together(base, self._ready())
        return self._beside_what_is_public(base) or self._alone(base) or self._left_alone(base, said)

    def _is_ready(self) -> bool:
        return len(self._state.candidates) == len(CODES) and self._currency.agree(self._state.candidates)

    def _kept_for(self) -> Literal["set", "undone"] | None:
        """Why nothing goes out by itself: it goes out with a set, or is what somebody took back with one."""
        if self._within is not None:
            return None
        if self._in_set:
            return "set"
        undone = self._last.undone if self._last else {}
        live = {code: one.revision for code, one in self._state.candidates.items()}
        is_undone = bool(undone and live) and all(
            code in undone and undone[code].revision == revision for code, revision in live.items()
        )
        return "undone" if is_undone else None

    def _ready(self) -> Versions:
        return {code: one.shown() for code, one in self._state.candidates.items()}

    def _beside_what_is_public(self, base: Versions) -> ReleasePlan | None:
        """A version that says the same as the other language's public one, although a newer one of that is live and waits."""
        for code, one in self._state.candidates.items():
            twin = base.get(other(code))
            if twin is None or one.shown().is_as(base.get(code)):
                continue
            if self._currency.agree({code: one, other(code): PublicVersion(twin.revision)}):
                return self._together(base, {code: one.shown(), other(code): replace(twin, stale_since=None)})
        return None

    def _together(self, base: Versions, versions: Versions) -> ReleasePlan | None:
        changed = [code for code, one in versions.items() if not one.is_as(base.get(code))]
        if not changed and not any(one.stale_since for one in base.values()):
            return None
        minor = [code for code in CODES if self._currency.is_minor(code, versions[code].revision)]
        if len(base) < len(CODES):
            return ReleasePlan(self._state.policy, versions, ReleaseKind.TOGETHER if base else ReleaseKind.FIRST)
        if len(minor) == 1 and changed in ([], minor):
            return self._by_word(versions, ReleaseKind.MINOR, self._newest(InstructionKind.MINOR, minor[0]))
        return ReleasePlan(self._state.policy, versions, ReleaseKind.TOGETHER)

    def _each_by_itself(self, base: Versions) -> ReleasePlan | None:
        versions = {**base, **{code: one.shown() for code, one in self._state.candidates.items()}}
        changed = [code for code, one in versions.items() if not one.is_as(base.get(code))]
        if not changed:
            return None
        kind = ReleaseKind.TOGETHER if len(changed) == len(CODES) else ReleaseKind.ALONE
        return ReleasePlan(self._state.policy, versions, kind if base else ReleaseKind.FIRST)

    def _alone(self, base: Versions) -> ReleasePlan | None:
        """One language without the other, by an editor's word, for as long as that holds."""
        for code, one in self._state.candidates.items():
            said = self._newest(InstructionKind.ALONE, code)
            if said is None or said.until is None or said.until <= self._now or self._was_taken_down_since(said):
                continue
            if one.shown().is_as(base.get(code)) and not self._is_longer(said):
                continue
            return self._by_word(self._with_one(base, code), ReleaseKind.ALONE, said)
        return None

    def _left_alone(self, base: Versions, said: ReleaseInstruction | None) -> ReleasePlan | None:
        """A new version of a language whose twin was taken down by itself, with a reason, and is still down."""
        reason = said.reason if said else ""
        if not reason and self._last and self._last.until is None and self._last.kind in _LEAVING_ONE:
            reason = self._last.reason
        for code, one in self._state.candidates.items():
            is_left = bool(reason) and set(base) == {code} and other(code) not in self._state.allowed
            if is_left and not one.shown().is_as(base[code]):
                return ReleasePlan(self._state.policy, {code: one.shown()}, ReleaseKind.ALONE, said, reason)
        return None

    def _before(self, plan: ReleasePlan) -> Versions:
        if plan.kind is None or (plan.kind is ReleaseKind.ALONE and self._last and self._last.before):
            return self._last.before if self._last else {}
        return self._public if plan.kind is ReleaseKind.ALONE else {}

    def _with_one(self, base: Versions, code: Language) -> Versions:
        versions, twin = {code: self._state.candidates[code].shown()}, base.get(other(code))
        if twin is not None:
            versions[other(code)] = replace(twin, stale_since=twin.stale_since or self._now)
        return versions

    def _is_longer(self, said: ReleaseInstruction) -> bool:
        """Whether a language that is alone is to be so until another moment, by the last word of either language."""
        if self._last is None or self._last.kind != ReleaseKind.ALONE or self._last.until == said.until:
            return False
        words = (self._newest(InstructionKind.ALONE, code) for code in self._state.candidates)
        return said == max((one for one in words if one is not None), key=self._instructions.index)

    def _was_taken_down_since(self, said: ReleaseInstruction) -> bool:
        return self._last is not None and self._last.kind == ReleaseKind.TAKE_DOWN and said.at < self._last.at

    def _by_word(self, versions: Versions, kind: ReleaseKind, said: ReleaseInstruction | None) -> ReleasePlan:
        reason, until = (said.reason, said.until) if said else ("", None)
        return ReleasePlan(self._state.policy, versions, kind, said, reason, until)

    def _held(self, versions: Versions) -> dict[Language, Waiting]:
        found: dict[Language, Waiting] = {}
        kept_for = self._kept_for()
        for code, one in self._state.candidates.items():
            twin = other(code)
            if one.shown().is_as(versions.get(code)):
                continue
            if kept_for is not None and (self._state.policy is Policy.INDEPENDENT or self._is_ready()):
                found[code] = kept_for
            elif twin in self._state.candidates:
                found[code] = "twin_differs"
            else:
                found[code] = "twin_incomplete" if twin in self._state.allowed else "twin_absent"
        return found

    def _newest(self, kind: InstructionKind, language: Language) -> ReleaseInstruction | None:
        """The newest word of a kind on what is live in a language."""
        return self._said(kind, language, self._state.candidates[language].revision)

    def _said(self, kind: InstructionKind, language: Language, revision: int | None) -> ReleaseInstruction | None:
        words = (one for one in reversed(self._instructions) if one.kind == kind and one.language == language)
        return next((one for one in words if one.revision_in(language) == revision), None)

"""Carries out a plan level by level: what the links of all items of one level lead to is read together.

So the number of queries depends on how deep a query is and never on how many items there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, cast

from django.db import OperationalError
from graphql import ExecutionContext, GraphQLObjectType, default_field_resolver, default_type_resolver
from graphql.execution.execute import CollectedErrors, assume_not_awaitable
from graphql.pyutils import Path

from cms.content.languages import Language
from cms.http.caching.cache_policy import PUBLIC, CachePolicy
from cms.http.problems.problem import Problem
from cms.publication.queries.snapshot import snapshot

from ..errors import Refused, field_error
from ..limits import SECONDS
from ..planning.plan import Plan, PlanSelection, PlanStep, StepKind
from ..schema.payload_loader import LoaderName, PayloadKey, PayloadLoader
from ..schema.resolvers import FieldRequest, LinkResolver, RootResolver

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExecutionResult:
    """The answer, and how long it holds."""

    data: Object
    errors: list[Object] = field(default_factory=list)
    cache_policy: CachePolicy = PUBLIC


@dataclass(slots=True)
class _PendingLink:
    """A link whose value is yet to be put into `target`. `language` is the one in which an error is told."""

    step: PlanStep
    source: Any
    target: Object
    language: Language


def execute(plan: Plan, deadline: float, language: Language = "en") -> ExecutionResult:
    """The answer to a plan. Raises Refused at `deadline`, a time of `monotonic()`. `language` is that of the errors of a field
    which says none.
    """
    reads = any(step.kind is StepKind.ROOT for step in plan.steps)
    try:
        with snapshot(deadline) if reads else nullcontext():
            return _Execution(deadline, language).all(plan)
    except OperationalError:
        if monotonic() < deadline:
            raise
        raise Refused.because("TIMEOUT", limit=SECONDS) from None


class _Execution:
    """The carrying out of one plan."""

    def __init__(self, deadline: float, language: Language) -> None:
        self._deadline, self._asked = deadline, language
        self._pending: list[_PendingLink] = []
        self._errors: list[Object] = []
        self._data: Object = {}
        self._language = language

    def all(self, plan: Plan) -> ExecutionResult:
        self._payloads = PayloadLoader(with_parts=plan.with_parts)
        for step in plan.steps:
            self._check_time()
            self._data[step.name] = self._root(plan, step)
        while self._pending:
            self._check_time()
            level, self._pending = self._pending, []
            self._follow(level)
        return ExecutionResult(self._data, self._errors, self._payloads.cache_policy)

    def _check_time(self) -> None:
        if monotonic() > self._deadline:
            raise Refused.because("TIMEOUT", limit=SECONDS)

    # --- root fields

    def _root(self, plan: Plan, step: PlanStep) -> Any:
        if step.kind is StepKind.TYPENAME:
            return step.key
        if step.kind is StepKind.INTROSPECTION:
            return _introspected(plan, step)
        resolver = cast(RootResolver, step.resolver)
        self._language = resolver.language(step.arguments or {}) or self._asked
        try:
            value = resolver.resolve(self._request(step))
        except Problem as problem:
            self._fail(problem, [step.name], step)
            return None
        return self._value(value, step.below)

    def _request(self, step: PlanStep) -> FieldRequest:
        below = step.below
        return FieldRequest(
            step.arguments or {},
            below is not None and below.whole,
            below.fields if below else frozenset(),
            self._payloads,
        )

    def _fail(self, problem: Problem, path: list[str | int], step: PlanStep) -> None:
        self._errors.append(field_error(problem, path, step.nodes[0], self._language))

    # --- values

    def _value(self, value: Any, below: PlanSelection | None) -> Any:
        if below is None or value is None:
            return value
        if isinstance(value, list | tuple):
            return [self._value(member, below) for member in value]
        return self._object(value, below)

    def _object(self, source: Any, below: PlanSelection) -> Object:
        steps = below.only if below.only is not None else below.by_type[source[below.type_key]]  # type: ignore[index]
        made: Object = {}
        for step in steps:
            kind = step.kind
            if kind == 0:  # LEAF, most often by far
                made[step.name] = source.get(step.key)
            elif kind == 1:  # CODED
                made[step.name] = _coded(source.get(step.key), step.codes)
            elif kind == 2:  # OBJECT
                made[step.name] = self._value(source.get(step.key), step.below)
            elif kind == 4:  # LINK
                made[step.name] = None
                self._pending.append(_PendingLink(step, source, made, self._language))
            elif kind == 5:  # TYPENAME
                made[step.name] = step.key
            else:
                value = step.resolver.compute(source)  # type: ignore[union-attr]
                made[step.name] = _coded(value, step.codes) if step.codes else self._value(value, step.below)
        return made

    # --- links

    def _follow(self, level: list[_PendingLink]) -> None:
        """Reads what the links of a level lead to and goes on from there."""
        alive = self._fetched(level)
        wanted: dict[tuple[LoaderName, bool], set[PayloadKey]] = defaultdict(set)
        led: list[tuple[_PendingLink, list[PayloadKey]]] = []
        for one in alive:
            link = cast(LinkResolver, one.step.resolver)
            try:
                keys = list(link.keys(one.source, one.step.arguments or {}))
            except Problem as problem:
                self._fail_at(one, problem)
                continue
            wanted[link.loader, one.step.below is not None and one.step.below.whole].update(keys)
            led.append((one, keys))
        self._load(wanted)
        for one, keys in led:
            self._language = one.language
            one.target[one.step.name] = self._value(self._found(one, keys), one.step.below)

    def _load(self, wanted: Mapping[tuple[LoaderName, bool], set[PayloadKey]]) -> None:
        """Once a loader where only cards or only whole payloads are wanted, whole ones first: they serve as cards too."""
        for (loader, whole), keys in sorted(wanted.items(), key=lambda entry: not entry[0][1]):
            self._payloads.load(loader, keys, whole=whole)

    def _found(self, one: _PendingLink, keys: Iterable[PayloadKey]) -> Any:
        link = cast(LinkResolver, one.step.resolver)
        if link.value is not None:
            return link.value(one.source, one.step.arguments or {}, self._payloads)
        found = [payload for key in keys if (payload := self._payloads.get(link.loader, key)) is not None]
        return found if link.many else next(iter(found), None)

    def _fetched(self, level: list[_PendingLink]) -> list[_PendingLink]:
        """The links of a level, once those have fetched that need to; less those that could not."""
        fetching: dict[int, list[_PendingLink]] = defaultdict(list)
        for one in level:
            if cast(LinkResolver, one.step.resolver).fetch is not None:
                fetching[id(one.step)].append(one)
        failed: set[int] = set()
        for group in fetching.values():
            step = group[0].step
            try:
                fetch = cast(Callable[..., None], cast(LinkResolver, step.resolver).fetch)
                fetch([one.source for one in group], step.arguments or {}, self._request(step))
            except Problem as problem:
                for one in group:
                    self._fail_at(one, problem)
                failed.add(id(step))
        return [one for one in level if id(one.step) not in failed]

    def _fail_at(self, one: _PendingLink, problem: Problem) -> None:
        self._language = one.language
        self._fail(problem, [*(_path_to(self._data, one.target) or []), one.step.name], one.step)


def _coded(value: Any, codes: Mapping[Any, str] | None) -> Any:
    """The name of an enum's value, or those of a list of them."""
    if value is None or codes is None:
        return value
    return [codes[member] for member in value] if isinstance(value, list | tuple) else codes[value]


def _path_to(node: Any, target: Object) -> list[str | int] | None:
    """Where an object stands in the answer. Looked for only where there is an error to tell."""
    if node is target:
        return []
    members: Iterable[tuple[str | int, Any]] = ()
    if isinstance(node, dict):
        members = node.items()
    elif isinstance(node, list):
        members = enumerate(node)
    for name, member in members:
        path = _path_to(member, target)
        if path is not None:
            return [name, *path]
    return None


def _introspected(plan: Plan, step: PlanStep) -> Any:
    """What graphql-core says of the schema."""
    query = cast(GraphQLObjectType, plan.schema.query_type)
    context = ExecutionContext(
        plan.schema, dict(plan.fragments), None, None, plan.operation, dict(plan.variables), default_field_resolver,
        default_type_resolver, default_field_resolver, CollectedErrors(), None, assume_not_awaitable,
    )  # fmt: skip
    return context.execute_field(query, None, step.nodes, Path(None, step.name, query.name))

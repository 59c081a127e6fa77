"""Query texts and what was made of them, remembered: parsed, limited and validated documents, and their plans.

What is remembered depends on the text, the variables and the schema only, never on content.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import orjson
from graphql import DocumentNode, OperationDefinitionNode, OperationType

from ..errors import Refused
from ..schema.query import schema
from ..validation import cost, limits
from . import plan

MOST: Final = 1_000
# Characters of query text, for each of which a parsed document takes up to 170 bytes.
CHARACTERS: Final = 250_000
# Steps of plans, each of which takes about 200 bytes.
STEPS: Final = 200_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """What was used lately, within a number and a total size; safe for threads."""

    def __init__(self, most: int = MOST, largest: int = CHARACTERS) -> None:
        self._most, self._largest = most, largest
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """What is remembered of `key`, which is thereby used."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Remembers a value, unless it alone would be too large; what was not used for longest is forgotten for it."""
        if size > self._largest:
            return
        with self._lock:
            if (before := self._held.pop(key, None)) is not None:
                self._size -= before[1]
            self._held[key] = value, size
            self._size += size
            while len(self._held) > self._most or self._size > self._largest:
                self._size -= self._held.popitem(last=False)[1][1]

    def __len__(self) -> int:
        return len(self._held)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may be answered, and what its limits were measured by."""

    text: str
    document: DocumentNode
    facts: limits.Facts


@dataclass(frozen=True, slots=True)
class Ready:
    """An operation of a document with its variables, ready to be run, and what it costs."""

    plan: plan.Plan
    cost: cost.Cost


_documents: Memory[str, Prepared] = Memory()
_plans: Memory[tuple[str, str | None, bytes], Ready] = Memory(largest=STEPS)


def prepared(text: str, *, reading: str | None = None, by_get: bool = False) -> Prepared:
    """The document of a text. Raises Refused for one that cannot be parsed, is beyond a limit or not valid; and 405 where
    `by_get` and the operation called `reading` would write (GraphQL over HTTP, 5.3).
    """
    known = _documents.get(text)
    document = known.document if known else limits.parsed(text)
    if by_get:
        _check_reading(document, reading)
    if known is None:
        facts = limits.check(document)
        limits.validate(document, schema.graphql_schema)
        known = Prepared(text, document, facts)
        _documents.put(text, known, len(text))
    return known


def ready(document: Prepared, operation_name: str | None, variables: Mapping[str, Any]) -> Ready:
    """The plan of one operation and its cost. Raises Refused for unsuitable variables and for what costs too much."""
    limits.check_values(variables)
    written = orjson.dumps(variables) if variables else b""
    key = document.text, operation_name, written
    known = _plans.get(key)
    if known is None:
        made = plan.compile_plan(schema.graphql_schema, document.document, operation_name, variables)
        known = Ready(made, cost.check_cost(made))
        _plans.put(key, known, weight_of(made) + len(written) // 200)
    return known


def weight_of(made: plan.Plan) -> int:
    """How many steps a plan holds. Selections that several share are counted once."""
    found, counted, rest = 0, set(), [made.steps]
    while rest:
        steps = rest.pop()
        found += len(steps)
        for below in (step.below for step in steps if step.below is not None):
            if id(below) not in counted:
                counted.add(id(below))
                rest.extend(below.variants)
    return found


def _check_reading(document: DocumentNode, operation_name: str | None) -> None:
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    named = [one for one in operations if operation_name is None or (one.name and one.name.value == operation_name)]
    if len(named) == 1 and named[0].operation is not OperationType.QUERY:
        raise Refused.because("METHOD_NOT_ALLOWED", allowed=["POST"], headers={"Allow": "POST"})

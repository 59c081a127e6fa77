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
from ..planning.compiler import compile_plan
from ..planning.plan import Plan
from ..schema.query import schema
from ..validation.cost import Cost, check_cost
from ..validation.limit_rules import check_limits
from ..validation.parsing import parse_query
from ..validation.schema_rules import check_schema_rules
from ..validation.variable_rules import check_variables

MAX_ENTRIES: Final = 1_000
# Characters of query text, for each of which a parsed document takes up to 170 bytes.
MAX_CACHED_CHARACTERS: Final = 250_000
# Steps of plans, each of which takes about 200 bytes.
MAX_CACHED_STEPS: Final = 200_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """Values that were used lately, within a number and a total size; safe for threads."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_size: int = MAX_CACHED_CHARACTERS) -> None:
        self._max_entries, self._max_size = max_entries, max_size
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """What is remembered of `key`, which is thereby used."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                return None
            self._entries.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Remembers a value, unless it alone would be too large; what was not used for longest is forgotten for it."""
        if size > self._max_size:
            return
        with self._lock:
            if (before := self._entries.pop(key, None)) is not None:
                self._size -= before[1]
            self._entries[key] = value, size
            self._size += size
            while len(self._entries) > self._max_entries or self._size > self._max_size:
                self._size -= self._entries.popitem(last=False)[1][1]

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True, slots=True)
class ValidDocument:
    """A document that may be answered, and its text."""

    text: str
    document: DocumentNode


@dataclass(frozen=True, slots=True)
class PreparedOperation:
    """An operation of a document with its variables, ready to be run, and what it costs."""

    plan: Plan
    cost: Cost


_documents: BoundedCache[str, ValidDocument] = BoundedCache()
_plans: BoundedCache[tuple[str, str | None, bytes], PreparedOperation] = BoundedCache(max_size=MAX_CACHED_STEPS)


def prepare_document(text: str, *, reading: str | None = None, by_get: bool = False) -> ValidDocument:
    """The document of a text. Raises Refused for one that cannot be parsed, is beyond a limit or not valid; and 405 where
    `by_get` and the operation called `reading` would write (GraphQL over HTTP, 5.3).
    """
    known = _documents.get(text)
    document = known.document if known else parse_query(text)
    if by_get:
        _check_reading(document, reading)
    if known is None:
        check_limits(document)
        check_schema_rules(document, schema.graphql_schema)
        known = ValidDocument(text, document)
        _documents.put(text, known, len(text))
    return known


def prepare_operation(
    document: ValidDocument, operation_name: str | None, variables: Mapping[str, Any]
) -> PreparedOperation:
    """The plan of one operation and its cost. Raises Refused for unsuitable variables and for what costs too much."""
    check_variables(variables)
    written = orjson.dumps(variables) if variables else b""
    key = document.text, operation_name, written
    known = _plans.get(key)
    if known is None:
        plan = compile_plan(schema.graphql_schema, document.document, operation_name, variables)
        known = PreparedOperation(plan, check_cost(plan))
        _plans.put(key, known, weight_of(plan) + len(written) // 200)
    return known


def weight_of(plan: Plan) -> int:
    """How many steps a plan holds. Selections that several share are counted once."""
    found, counted, rest = 0, set(), [plan.steps]
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

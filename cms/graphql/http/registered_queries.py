"""The registered queries: read from a manifest of persisted queries (Apollo's format, version 1) when a process starts."""

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from graphql import OperationDefinitionNode

from .. import limits
from ..errors import Refused
from ..execution.document_cache import prepare_document

VARIABLE: Final = "GRAPHQL_REGISTERED_QUERIES"
_FORMAT: Final = ("apollo-persisted-query-manifest", 1)


@cache
def queries() -> Mapping[str, str]:
    """The texts of the registered queries by their SHA-256; none where no manifest is set. Raises ImproperlyConfigured."""
    path = settings.GRAPHQL_REGISTERED_QUERIES
    return dict(_read(Path(path))) if path else {}


def _read(path: Path) -> Iterator[tuple[str, str]]:
    try:
        manifest = orjson.loads(path.read_bytes())
    except OSError:
        raise _refused("the path of a file that can be read") from None
    except ValueError:
        raise _refused("the path of a file in JSON") from None
    if not isinstance(manifest, dict) or (manifest.get("format"), manifest.get("version")) != _FORMAT:
        raise _refused(f"a manifest whose `format` is {_FORMAT[0]} and whose `version` is {_FORMAT[1]}")
    operations = manifest.get("operations")
    if not isinstance(operations, list):
        raise _refused("a manifest whose `operations` are a list")
    for place, operation in enumerate(operations, start=1):
        yield _checked(operation, place)


def _checked(operation: Any, place: int) -> tuple[str, str]:
    """The id and text of one operation, which the schema and the limits allow. Raises ImproperlyConfigured naming it."""
    if not isinstance(operation, dict) or not all(
        isinstance(operation.get(name), str) for name in ("id", "name", "body")
    ):
        raise _refused(f"`id`, `name` and `body` as text in operation {place}")
    id_, name, body = operation["id"], operation["name"], operation["body"]
    if operation.get("type", "query") != "query":
        raise _refused(f"only queries, but operation {name} is a {operation['type']}")
    if sha256(body.encode()).hexdigest() != id_:
        raise _refused(f"the SHA-256 of its body as the id of operation {name}")
    if len(body.encode()) > limits.MAX_BYTES:
        raise _refused(f"at most {limits.MAX_BYTES} bytes in operation {name}")
    try:
        document = prepare_document(body).document
    except Refused as refusal:
        message = refusal.as_list("en")[0]["message"]
        raise _refused(f"a query that can be answered as operation {name}: {message}") from None
    names = [one.name.value for one in document.definitions if isinstance(one, OperationDefinitionNode) and one.name]
    if name not in names:
        raise _refused(f"an operation called {name} in the body of operation {name}")
    return id_, body


def _refused(expected: str) -> ImproperlyConfigured:
    """In the words of cms.settings.environment."""
    return ImproperlyConfigured(
        f"The environment is not usable (see docs/settings.md):\n  {VARIABLE}: expected {expected.rstrip('.')}."
    )

"""The contracts of REST."""

from typing import Final

from cms.http.contracts import Contract

from .openapi.document import document_json
from .openapi.item_schema import item_schema_text

CONTRACTS: Final = [Contract("openapi.json", document_json), Contract("item.schema.json", item_schema_text)]

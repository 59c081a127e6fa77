"""The contracts of REST."""

from typing import Final

from cms.http.contracts import Contract

from .openapi.contract_breaks import openapi_breaks, schema_breaks
from .openapi.item_schema import item_schema_text
from .openapi.openapi_document import document_json

CONTRACTS: Final = [
    Contract("openapi.json", document_json, openapi_breaks),
    Contract("item.schema.json", item_schema_text, schema_breaks),
]

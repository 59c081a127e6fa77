"""The webhooks of the OpenAPI document: what partners' endpoints are sent, and what they answer."""

from typing import Any, Final

from cms.webhooks.queueing.message_bodies import WEBHOOK, WEBHOOK_TEST

from .feed_schemas import from_pydantic

Schema = dict[str, Any]
_HEADERS: Final = (
    ("webhook-id", "The message: the same whenever it is sent again.", "msg_0f8fad5bd9cb469fa16570867728950e"),
    ("webhook-timestamp", "When this was sent, in seconds since 1970.", "1772357400"),
    (
        "webhook-signature",
        "By each secret one signature, separated by spaces: `v1,` and the HMAC-SHA256, in base64, of id, timestamp and body.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
)
_ANSWERS: Final = {
    "2XX": "Taken. Whatever else is answered, and no answer within 15 seconds, is a failure: the message is sent again.",
    "410": "The endpoint is gone: nothing more is sent to it.",
    "429": "Too much at once: `Retry-After` is honoured.",
}


def webhook_schemas() -> dict[str, Schema]:
    """By name. The feed's entry has its own already."""
    schemas = from_pydantic("WebhookMessage", WEBHOOK.json_schema(mode="serialization"))
    message = schemas["WebhookMessage"]
    message["properties"]["data"] |= {"$ref": "#/components/schemas/Change"}
    return {**from_pydantic("WebhookTest", WEBHOOK_TEST.json_schema(mode="serialization")), "WebhookMessage": message}


def webhooks() -> dict[str, Schema]:
    """What is sent when an item has changed, and as a test."""
    return {
        "itemChanged": _sent("itemChanged", "An item has changed", "WebhookMessage"),
        "webhookTest": _sent("webhookTest", "Somebody tries an endpoint out", "WebhookTest"),
    }


def _sent(name: str, summary: str, schema: str) -> Schema:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    operation = {
        "operationId": name,
        "summary": summary,
        "description": "Sent to partners' endpoints, signed after Standard Webhooks 1.0. `type` says which of the two it is.",
        "tags": ["service"],
        "parameters": [_header(*header) for header in _HEADERS],
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
        "responses": {status: {"description": description} for status, description in _ANSWERS.items()},
    }
    return {"post": operation}


def _header(name: str, description: str, example: str) -> Schema:
    return {
        "in": "header", "name": name, "description": description, "required": True,
        "schema": {"type": "string"}, "example": example,
    }  # fmt: skip

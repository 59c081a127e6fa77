"""What is sent is signed as the libraries of Standard Webhooks sign it, and they believe it: vectors of their own tests."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from cms.webhooks.sending.sealed_secrets import new_secret, seal, signed_headers

VECTORS = json.loads((Path(__file__).parent / "standard_vectors.json").read_text())
SIGNED = VECTORS["signed"]
MOMENT = datetime.fromtimestamp(SIGNED["timestamp"], UTC)


def headers_of(moment, *secrets):
    return signed_headers(SIGNED["id"], moment, SIGNED["body"], [seal(secret) for secret in secrets])


@pytest.mark.parametrize("hours", [0, 1, -8])
def test_it_is_signed_as_the_libraries_sign_it_wherever_the_clock_stands(hours):
    moment = MOMENT.astimezone(timezone(timedelta(hours=hours))) + timedelta(milliseconds=900)
    assert headers_of(moment, SIGNED["secret"]) == {
        "webhook-id": SIGNED["id"],
        "webhook-timestamp": str(SIGNED["timestamp"]),
        "webhook-signature": SIGNED["signature"],
    }


def test_each_secret_signs_and_the_library_believes_either():
    secrets = [new_secret(), new_secret()]
    headers = headers_of(datetime.now(UTC), *secrets)
    for secret in secrets:
        assert Webhook(secret).verify(SIGNED["body"], headers) == json.loads(SIGNED["body"])
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(SIGNED["body"], headers)


def test_a_secret_is_as_long_as_the_standard_wants_and_no_two_are_alike():
    found = {new_secret() for _ in range(50)}
    assert len(found) == 50
    assert {secret[:6] for secret in found} == {"whsec_"}
    assert all(24 <= len(base64.b64decode(secret[6:])) <= 64 for secret in found)

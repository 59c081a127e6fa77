"""Signatures after Standard Webhooks 1.0: its own example holds, and nothing that differs from it."""

import base64
import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cynnwys import NotASecret, NotSigned, verify

# The example of the specification.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
NOW = 1614265330
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(NOW),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
OTHER = "whsec_" + "AAAA" * 8
VECTORS = json.loads((Path(__file__).parents[3] / "tests/webhooks/standard_vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["verified"], ids=lambda vector: vector["name"])
def test_what_the_libraries_of_the_standard_believe_is_believed_and_nothing_else(vector: dict[str, Any]) -> None:
    signed, now = VECTORS["signed"], VECTORS["signed"]["timestamp"] + vector["seconds_later"]
    believed = True
    try:
        verify(vector["secret"], vector["headers"], signed["body"].encode(), now=now)
    except NotSigned:
        believed = False
    assert believed == vector["holds"]


def test_the_example_of_the_specification_holds() -> None:
    assert verify(SECRET, HEADERS, BODY, now=NOW) == {"test": 2432232314}
    assert verify(SECRET, {name.title(): value for name, value in HEADERS.items()}, BODY, now=NOW + 299)


def test_while_a_secret_is_changed_either_will_do() -> None:
    several = {**HEADERS, "webhook-signature": f"v1a,x v2,y v1,AAAA {HEADERS['webhook-signature']}"}
    assert verify([OTHER, SECRET], several, BODY, now=NOW)


@pytest.mark.parametrize(
    ("secret", "headers", "body", "now"),
    [
        (OTHER, {}, BODY, NOW),
        (SECRET, {}, BODY + b" ", NOW),
        (SECRET, {}, BODY, NOW + 301),
        (SECRET, {}, BODY, NOW - 301),
        (SECRET, {"webhook-id": "msg_other"}, BODY, NOW),
        (SECRET, {"webhook-timestamp": str(NOW + 1)}, BODY, NOW),
        (SECRET, {"webhook-timestamp": "now"}, BODY, NOW),
        (SECRET, {"webhook-timestamp": "9" * 400}, BODY, NOW),
        (SECRET, {"webhook-id": "\udcff"}, BODY, NOW),
        (SECRET, {"webhook-signature": ""}, BODY, NOW),
        (SECRET, {"webhook-signature": HEADERS["webhook-signature"].replace("v1,", "v2,")}, BODY, NOW),
        (SECRET, {"webhook-signature": "v1,g0hM"}, BODY, NOW),
        (SECRET, {"webhook-signature": "v1,é"}, BODY, NOW),
    ],
)
def test_what_differs_is_not_believed(secret: str, headers: dict[str, str], body: bytes, now: int) -> None:
    with pytest.raises(NotSigned):
        verify(secret, {**HEADERS, **headers}, body, now=now)


def test_a_header_that_is_missing_is_said() -> None:
    with pytest.raises(NotSigned, match="webhook-id"):
        verify(SECRET, {}, BODY, now=NOW)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", " ", "whsec_!", "whsec_====", "whsec_AAAA", "whsec_ŵ" + "A" * 32, SECRET[:24]]
)
def test_what_is_no_secret_is_a_mistake_of_ours_and_opens_nothing(secret: str) -> None:
    signed = b".".join((HEADERS["webhook-id"].encode(), str(NOW).encode(), BODY))
    forged = base64.b64encode(hmac.new(b"", signed, sha256).digest()).decode()
    for secrets in (secret, [secret, SECRET], [SECRET, secret]):
        for headers in (HEADERS, {**HEADERS, "webhook-signature": f"v1,{forged}"}):
            with pytest.raises(NotASecret, match="whsec_"):
                verify(secrets, headers, BODY, now=NOW)


def test_a_body_may_be_text() -> None:
    assert verify(SECRET, HEADERS, BODY.decode(), now=NOW) == {"test": 2432232314}

"""Whether a webhook is ours: its signature after Standard Webhooks 1.0."""

import base64
import binascii
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from .problems import CynnwysError

TOLERANCE = 300
"""Seconds by which a webhook may be older or newer than now; older ones may be somebody's who listened."""


class NotSigned(CynnwysError):
    """A webhook that is not to be believed."""


def verify(
    secrets: str | Iterable[str], headers: Mapping[str, str], body: bytes, now: float | None = None
) -> dict[str, Any]:
    """The event of a webhook whose signature holds; else raises NotSigned.

    `body` is what came, byte for byte. While a secret is changed, give the old and the new one.
    """
    named = {name.lower(): value for name, value in headers.items()}
    try:
        identity, moment, signatures = (named[f"webhook-{part}"] for part in ("id", "timestamp", "signature"))
        sent = int(moment)
    except (KeyError, ValueError):
        raise NotSigned("It lacks webhook-id, webhook-timestamp or webhook-signature.") from None
    if abs((time.time() if now is None else now) - sent) > TOLERANCE:
        raise NotSigned("It was not sent just now.")
    signed = f"{identity}.{moment}.".encode() + body
    given = [
        value.encode() for version, _, value in (one.partition(",") for one in signatures.split()) if version == "v1"
    ]
    keys = [_key(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    wanted = [base64.b64encode(hmac.new(key, signed, sha256).digest()) for key in keys]
    if not any(hmac.compare_digest(one, other) for one in wanted for other in given):
        raise NotSigned("No signature is by the secret.")
    event: dict[str, Any] = json.loads(body)
    return event


def _key(secret: str) -> bytes:
    text = secret.removeprefix("whsec_")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise ValueError("A secret is whsec_ and base64.") from None

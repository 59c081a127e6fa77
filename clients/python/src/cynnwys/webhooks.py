"""Whether a webhook is ours: its signature after Standard Webhooks 1.0."""

import base64
import hmac
import json
import re
import time
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from .problems import CynnwysError

TOLERANCE = 300
"""Seconds by which a webhook may be older or newer than now; older ones may be somebody's who listened."""


SHORTEST_SECRET = 16
"""Bytes. What is shorter was cut off, or never set: anybody could sign with it."""


class NotSigned(CynnwysError):
    """A webhook that is not to be believed."""


class NotASecret(CynnwysError, ValueError):
    """What was given as your secret is none: it is empty, cut off, or not as it was shown to you."""


def verify(
    secrets: str | Iterable[str], headers: Mapping[str, str], body: bytes | str, now: float | None = None
) -> dict[str, Any]:
    """The event of a webhook whose signature holds; else raises NotSigned, or NotASecret where one of yours is none.

    `body` is what came, byte for byte. While a secret is changed, give the old and the new one.
    """
    keys = [_key(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    named = {name.lower(): value for name, value in headers.items()}
    identity, moment, signatures = (named.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not identity or not signatures or not re.fullmatch("[0-9]{1,15}", moment):
        raise NotSigned("It lacks webhook-id, webhook-timestamp or webhook-signature.")
    if abs((time.time() if now is None else now) - int(moment)) > TOLERANCE:
        raise NotSigned("It was not sent just now.")
    came = body.encode() if isinstance(body, str) else body
    signed = f"{identity}.{moment}.".encode(errors="replace") + came
    given = [
        value.encode(errors="replace")
        for version, _, value in (one.partition(",") for one in signatures.split())
        if version == "v1"
    ]
    wanted = [base64.b64encode(hmac.new(key, signed, sha256).digest()) for key in keys]
    if not any(hmac.compare_digest(one, other) for one in wanted for other in given):
        raise NotSigned("No signature is by the secret.")
    event: dict[str, Any] = json.loads(came)
    return event


def _key(secret: str) -> bytes:
    text = secret.removeprefix("whsec_")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if len(key) < SHORTEST_SECRET:
        raise NotASecret(f"A secret is whsec_ and base64 of at least {SHORTEST_SECRET} bytes.")
    return key

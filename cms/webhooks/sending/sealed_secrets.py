"""Secrets of endpoints: made, stored so that the database alone does not tell them, and used to sign (Standard Webhooks 1.0).

A signature needs the secret itself, so a hash will not do: it is encrypted with a key that is made of SECRET_KEY. Those of
SECRET_KEY_FALLBACKS still open what they sealed.
"""

import base64
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from standardwebhooks import Webhook

PREFIX: Final = "whsec_"
# The standard wants 24 to 64.
_BYTES: Final = 32
_PURPOSE: Final = b"cms.webhooks: secrets of endpoints"


class Unreadable(Exception):
    """A secret was sealed with a SECRET_KEY that is not known here."""


def new_secret() -> str:
    """A secret, as its receiver is given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def seal(secret: str) -> str:
    """A secret as it is stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret that was stored so. Raises Unreadable."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def sealed_anew(sealed: str) -> str:
    """The same secret, stored by the SECRET_KEY of now. Raises Unreadable."""
    return seal(unseal(sealed))


def signed_headers(message_id: str, moment: datetime, body: str, sealed: Iterable[str]) -> dict[str, str]:
    """The headers by which a receiver knows that a body is ours: one signature by each secret. Raises Unreadable."""
    # The library takes a clock of another zone for one of UTC.
    sent = moment.astimezone(UTC)
    signatures = [Webhook(unseal(secret)).sign(message_id, sent, body) for secret in sealed if secret]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
    return base64.urlsafe_b64encode(derived)

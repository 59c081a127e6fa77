"""How a key is written, and what is stored of it.

`epw_live_7c1xk09q_` and 32 random characters. What stands before the last `_` is the prefix: it names the key, and may be
seen. The rest is random and long (190 bits), so that nobody can guess it from its digest: one keyed hash is enough, where a
password would need a slow one (ADR 49).
"""

import hashlib
import hmac
import re
import secrets
import string
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from django.conf import settings

from ..models import KeyKind

_LETTERS: Final = string.ascii_letters + string.digits
_NAME_LETTERS: Final = string.ascii_lowercase + string.digits
# The kind of a token that shows what is not public; it is nobody's key (cms/previews).
PREVIEW: Final = "preview"
_KINDS: Final = "|".join([*KeyKind.values, PREVIEW])
_FORM: Final = re.compile(rf"(epw_(?:{_KINDS})_[a-z0-9]{{8}})_[A-Za-z0-9]{{32}}", re.ASCII)


class NewKey(NamedTuple):
    """A key's text, which is shown once, and what is stored of it."""

    text: str
    prefix: str
    digest: str


def new_key(kind: str) -> NewKey:
    """A key that there was not before."""
    prefix = f"epw_{kind}_{_random(_NAME_LETTERS, 8)}"
    text = f"{prefix}_{_random(_LETTERS, 32)}"
    return NewKey(text, prefix, _digest(text, settings.SECRET_KEY))


def prefix_of(text: str) -> str | None:
    """The prefix of what has the form of a key."""
    found = _FORM.fullmatch(text)
    return found[1] if found else None


def is_of(text: str, digest: str) -> bool:
    """Whether a digest is that of a key's text, under the secret of today or one of those before it."""
    return any(hmac.compare_digest(one, digest) for one in _digests(text))


def _digests(text: str) -> Iterator[str]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _digest(text, secret)


def _digest(text: str, secret: str) -> str:
    return hashlib.blake2b(text.encode(), key=_pepper(secret), digest_size=32).hexdigest()


@lru_cache(maxsize=8)
def _pepper(secret: str) -> bytes:
    return hashlib.sha256(b"cms.partners.keys" + secret.encode()).digest()


def _random(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))

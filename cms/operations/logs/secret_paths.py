"""Addresses that open something for whoever has them: what opens it is never written down."""

import re
from typing import Final

_SECRET: Final = re.compile(
    r"(?P<kept>/preview/|/admin/password_reset/confirm/|/admin/log-in/link/|/partners/keys/enter/|/partneriaid/allweddi/mynd-i-mewn/)"
    r"(?P<secret>[^\s/]+)(?P<more>/[^\s/]+)?"
)
# How each begins.
_BEGINNINGS: Final = ("/preview/", "/admin/password_reset/", "/admin/log-in/link/", "/partners/keys/", "/partneriaid/")


def without_secrets(text: str) -> str:
    """A path, or a line with paths in it, without the tokens in them."""
    return _SECRET.sub(lambda found: f"{found['kept']}...{_rest(found)}", text)


def safe_path(path: str) -> str:
    """A path by itself, without the tokens in it."""
    return without_secrets(path) if path.startswith(_BEGINNINGS) else path


def _rest(found: re.Match[str]) -> str:
    """A reset's token comes after the account; behind a preview's is what it shows."""
    return "" if "password_reset" in found["kept"] else found["more"] or ""

"""`Authorization: Preview <token>`: whoever sends it is shown what the token is for beside what is public (cms/previews)."""

from collections.abc import Mapping
from typing import Any, Final

SCHEME: Final = "preview"
# What is asked of who has to show a token (RFC 9110, 11.6.1).
CHALLENGE: Final = 'Preview realm="cynnwys"'


def preview_text(environ: Mapping[str, Any]) -> str | None:
    """The token that a request comes with; None where it comes with none."""
    scheme, _, text = environ.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    return text.strip() if scheme.lower() == SCHEME else None

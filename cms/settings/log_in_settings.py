"""How people log in to the admin: its variables, and what they say together."""

import json
from typing import Any

from .environment import MALFORMED, address, switch, text, words

# What cms/operations/access gives: the groups of cms/desk/workflow/groups by their keys, and all rights.
LOG_IN_ROLES = ("editors-cy", "editors-en", "translators", "approvers", "publishers", "superuser")
BY_PASSWORD = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LET_IN = "cms.operations.access.letting_in.LetIn"
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def issuer(name: str) -> str:
    """The value of `name`, an issuer of OpenID Connect, or nothing. On this machine it may be http."""
    return address(
        name,
        lambda parts: (
            (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE))
            and not ("@" in parts.netloc or parts.query or parts.fragment)
        ),
        "the issuer's https:// address, as it names itself, without query or fragment",
    )


def log_in_groups(name: str) -> dict[str, list[str]]:
    """The value of `name`, a JSON object: for each value of the issuer's claim the groups, by their keys, that it gives."""
    value = text(name)
    try:
        found = json.loads(value) if value else {}
    except ValueError:
        found = None
    if isinstance(found, dict) and all(
        isinstance(keys, list) and keys and all(key in LOG_IN_ROLES for key in keys) for keys in found.values()
    ):
        return found
    MALFORMED[name] = f'{{"VALUE": ["GROUP", ...]}} as JSON, where GROUP is one of {", ".join(LOG_IN_ROLES)}'
    return {}


def need_all() -> None:
    """An issuer is of no use without the rest, and nobody gets in where neither it nor passwords are on."""
    if OPENID_CONNECT["issuer"]:
        for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_GROUPS"):
            if not text(name):
                MALFORMED[name] = "a value, since OIDC_ISSUER is set"
    elif not LOCAL_LOG_IN and not MALFORMED.keys() & {"LOCAL_LOG_IN", "OIDC_ISSUER"}:
        MALFORMED["LOCAL_LOG_IN"] = "1, since OIDC_ISSUER is not set and nobody could log in"


OPENID_CONNECT: dict[str, Any] = {
    "issuer": issuer("OIDC_ISSUER"),
    "name": text("OIDC_NAME"),
    "client_id": text("OIDC_CLIENT_ID"),
    "client_secret": text("OIDC_CLIENT_SECRET"),
    "groups": log_in_groups("OIDC_GROUPS"),
    "groups_claim": text("OIDC_GROUPS_CLAIM", "groups"),
    # Values of `amr` or `acr` by which the issuer says that a second factor was given.
    "second_factor": words("OIDC_SECOND_FACTOR") or ["mfa"],
}
LOCAL_LOG_IN = switch("LOCAL_LOG_IN", default=True)
need_all()
# A session holds only while the way by which it was come into is open.
BACKENDS = [*(BY_PASSWORD if LOCAL_LOG_IN else []), LET_IN]

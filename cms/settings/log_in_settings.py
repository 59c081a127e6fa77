"""How people log in to the admin: what the variables say together."""

from typing import Any

from . import environment

OPENID_CONNECT: dict[str, Any] = {
    "issuer": environment.OIDC_ISSUER,
    "name": environment.OIDC_NAME,
    "client_id": environment.OIDC_CLIENT_ID,
    "client_secret": environment.OIDC_CLIENT_SECRET,
    "groups": environment.OIDC_GROUPS,
    "groups_claim": environment.OIDC_GROUPS_CLAIM,
    # Values of `amr` or `acr` by which the issuer says that a second factor was given.
    "second_factor": environment.OIDC_SECOND_FACTOR or ["mfa"],
}
BY_PASSWORD = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LET_IN = "cms.operations.access.letting_in.LetIn"


def backends() -> list[str]:
    """A session holds only while the way by which it was come into is open."""
    return [*(BY_PASSWORD if environment.LOCAL_LOG_IN else []), LET_IN]


def faults() -> dict[str, str]:
    """An issuer is of no use without the rest, and nobody gets in where neither it nor passwords are on."""
    if environment.OIDC_ISSUER:
        names = ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_GROUPS")
        return {name: "a value, since OIDC_ISSUER is set" for name in names if not environment.text(name)}
    if environment.LOCAL_LOG_IN or environment.MALFORMED.keys() & {"LOCAL_LOG_IN", "OIDC_ISSUER"}:
        return {}
    return {"LOCAL_LOG_IN": "1, since OIDC_ISSUER is not set and nobody could log in"}

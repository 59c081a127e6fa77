"""What is asked of the issuer, and what is believed of what it answers (OpenID Connect Core and Discovery 1.0; RFC 7636, 9207).

Nothing is kept between two log-ins: a key that the issuer has changed holds at once. Whatever does not fit is refused.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.urls import reverse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

# Seconds to connect, and between two parts of an answer.
TIMEOUT: Final = (3, 5)
# Those that show who signed: nobody signs with what we know too, and nothing unsigned is read.
SIGNATURES: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
# Seconds by which two clocks may differ.
_LEEWAY: Final = 60
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class IssuerDown(Exception):
    """The issuer does not answer, or with what cannot be read."""


class NotBelieved(Exception):
    """What came back is not the issuer's answer to what was asked."""


@dataclass(frozen=True)
class IssuerQuestion:
    """Where somebody is sent, and what has to be known when they come back. It stays in their session."""

    address: str
    state: str
    nonce: str
    verifier: str


def ask(language: str) -> IssuerQuestion:
    """Begins a log-in, in the language of the screen."""
    known = _metadata()
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    with _client(known) as client:
        address, state = client.create_authorization_url(
            known["authorization_endpoint"], code_verifier=verifier, nonce=nonce, ui_locales=language
        )
    return IssuerQuestion(address, state, nonce, verifier)


def claims_of(answer: Mapping[str, str], asked: IssuerQuestion) -> dict[str, Any]:
    """What the issuer says of whoever has come back with its answer. Raises IssuerDown or NotBelieved."""
    known = _metadata()
    try:
        _is_of_our_issuer(answer, known)
        if not answer.get("code") or "error" in answer:
            raise NotBelieved(repr(answer.get("error", "no code")))
        with _client(known) as client:
            token = client.fetch_token(
                known["token_endpoint"], code=answer["code"], code_verifier=asked.verifier, timeout=TIMEOUT
            )
            claims = _believed(token, _fetched(known["jwks_uri"]), asked.nonce)
            if known.get("userinfo_endpoint"):
                claims = {**_more_of(known["userinfo_endpoint"], token, claims["sub"]), **claims}
    except requests.RequestException as error:
        raise IssuerDown(str(error)) from error
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
        raise NotBelieved(repr(error)) from error
    return claims


def _metadata() -> dict[str, Any]:
    """What the issuer says of itself: it has to be the one that was meant, and not to lead out of TLS."""
    issuer = settings.OIDC["issuer"]
    try:
        found: dict[str, Any] = _fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    except requests.RequestException as error:
        raise IssuerDown(str(error)) from error
    scheme = issuer.partition(":")[0]
    if found.get("issuer") != issuer:
        raise IssuerDown("it gives itself another name than OIDC_ISSUER")
    if not all(str(found.get(name, "")).startswith(f"{scheme}://") for name in _ENDPOINTS):
        raise IssuerDown(f"one of {', '.join(_ENDPOINTS)} is missing, or is not {scheme}://")
    return found


def _client(known: Mapping[str, Any]) -> OAuth2Session:
    """Authlib's, for one log-in. Some issuers give groups only to who asks for them."""
    claim, methods = settings.OIDC["groups_claim"], known.get("token_endpoint_auth_methods_supported")
    more = [claim] if claim in known.get("scopes_supported", ()) else []
    by_post = methods and "client_secret_basic" not in methods
    return OAuth2Session(
        settings.OIDC["client_id"],
        settings.OIDC["client_secret"],
        scope=" ".join(["openid", "profile", "email", *more]),
        redirect_uri=settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("oidc_return"),
        token_endpoint_auth_method="client_secret_post" if by_post else "client_secret_basic",
        code_challenge_method="S256",
    )


def _is_of_our_issuer(answer: Mapping[str, str], known: Mapping[str, Any]) -> None:
    """Whether the answer names its issuer rightly, where it names one or has to (RFC 9207)."""
    must = known.get("authorization_response_iss_parameter_supported") is True
    if ("iss" in answer or must) and answer.get("iss") != known["issuer"]:
        raise NotBelieved("the answer is of another issuer")


def _believed(token: Mapping[str, Any], keys: Any, nonce: str) -> dict[str, Any]:
    """The claims of an ID token: signed by the issuer, for us, now, and for this very log-in."""
    read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=SIGNATURES)
    options = {
        "iss": {"essential": True, "value": settings.OIDC["issuer"]},
        "aud": {"essential": True, "value": settings.OIDC["client_id"]},
        "sub": {"essential": True},
    }
    about = {"nonce": nonce, "client_id": settings.OIDC["client_id"], "access_token": token.get("access_token")}
    claims = CodeIDToken(read.claims, read.header, options, about)
    claims.validate(leeway=_LEEWAY)
    if not isinstance(claims["sub"], str) or len(claims["sub"]) > 255:
        raise NotBelieved("sub is no name")
    return dict(claims)


def _more_of(address: str, token: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """What else the issuer says of the same person, and of nobody else (OpenID Connect Core 1.0, 5.3.2)."""
    found = _fetched(address, {"Authorization": f"Bearer {token['access_token']}"})
    if found.get("sub") != subject:
        raise NotBelieved("userinfo is of somebody else")
    return found


def _fetched(address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """JSON at an address, without going where it leads on to."""
    answer = requests.get(address, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    answer.raise_for_status()
    found = answer.json()
    if answer.status_code != 200 or not isinstance(found, dict):
        raise requests.RequestException(f"{answer.status_code} at {address}")
    return found

"""An issuer of OpenID Connect on this machine, with keys of its own, that can be told to lie."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from tests.http.local_server import LocalServer

CLIENT, SECRET = "cms", "cyfrinach: a=b&c"
SIGNING = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
FOREIGN = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


def written(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def unsigned(claims: dict[str, Any]) -> str:
    return ".".join([*(written(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)), ""])


def by_another(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, FOREIGN)


def by_the_public_key(claims: dict[str, Any]) -> str:
    """The old confusion: what everybody may know, taken for a secret that two share."""
    signed = ".".join(written(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "one"}, claims))
    shared = SIGNING.as_pem(private=False)
    return f"{signed}.{written(hmac.digest(shared, signed.encode(), 'sha256'))}"


def by_the_clients_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def rightly(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, SIGNING)


class LocalIssuer(LocalServer):
    """Lets everybody in who is sent to it, as `person`."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "248289761001", "groups": ["desg"]}
        self.more: dict[str, Any] = {}  # what only userinfo says
        self.claims: dict[str, Any] = {}  # what the ID token says instead of the truth
        self.document: dict[str, Any] = {}  # the same of the metadata
        self.back: dict[str, str] = {}  # the same of what the browser brings back
        self.sign: Callable[[dict[str, Any]], str] = rightly
        self.asked: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                owner.answer(self, parts.path, query)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                owner.token(self, {name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, *args: Any) -> None:
                pass

        super().__init__(Handler)

    def answer(self, handler: Any, path: str, query: dict[str, str]) -> None:
        if path == "/.well-known/openid-configuration":
            send(handler, 200, self.metadata())
        elif path == "/keys":
            send(handler, 200, dict(KeySet([SIGNING]).as_dict(private=False)))
        elif path == "/userinfo" and handler.headers["Authorization"] == "Bearer permit":
            send(handler, 200, {"sub": self.person["sub"], **self.more})
        elif path == "/authorize":
            code = secrets.token_urlsafe(8)
            self.asked = self.codes[code] = query
            back = {"code": code, "state": query["state"], "iss": self.url, **self.back}
            handler.send_response(302)
            handler.send_header("Location", f"{query['redirect_uri']}?{urlencode(back)}")
            handler.end_headers()
        else:
            send(handler, 404, {})

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "scopes_supported": ["openid", "groups"],
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
            "authorization_response_iss_parameter_supported": True,
            **self.document,
        }

    def token(self, handler: Any, given: dict[str, str]) -> None:
        """Once for each code, for the client that knows its secret and what it began with."""
        began = self.codes.pop(given.get("code", ""), None)
        login = base64.b64decode(handler.headers["Authorization"].partition(" ")[2]).decode()
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            began is None
            or login != f"{CLIENT}:{SECRET}"
            or (began["code_challenge"], began["code_challenge_method"]) != (challenge, "S256")
            or began["redirect_uri"] != given["redirect_uri"]
        ):
            send(handler, 400, {"error": "invalid_grant"})
            return
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": began["nonce"], **self.person,
            **self.claims,
        }  # fmt: skip
        said = {name: value for name, value in claims.items() if value is not None}
        send(handler, 200, {"access_token": "permit", "token_type": "Bearer", "id_token": self.sign(said)})


def send(handler: Any, status: int, found: dict[str, Any]) -> None:
    body = json.dumps(found).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)

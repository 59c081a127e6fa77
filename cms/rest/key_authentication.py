"""The key of a request, as DRF's views have it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from cms.partners.callers import CALLER, REALM, Caller, Callers


class KeyAuthentication(BaseAuthentication):
    """`request.auth` is who asks, where a key was given. The server has recognised it; where no gate stands before Django, and
    in the process apart, it is recognised here, so that a wrong key never passes for none.
    """

    callers = Callers()

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Caller] | None:
        """Nobody in particular, and the key. Raises Problem (401)."""
        given = request._request.META
        if "HTTP_AUTHORIZATION" not in given:
            return None
        return AnonymousUser(), given.get(CALLER) or self.callers.recognise(given)

    def authenticate_header(self, request: Request) -> str:
        """What is wanted of whoever may not pass."""
        return REALM


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document describes it."""

    target_class = KeyAuthentication
    name = ["partnerKey", "previewToken"]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        """One or the other, or none."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """A Bearer token (RFC 6750), and the scheme of previews."""
        key = "A partner's key. With it the limit is higher; what is given is the same."
        preview = (
            "The token of a preview that was shared: `Authorization: Preview <token>`. The items that it is for, and what "
            "shows something of them, are given as they would be, with the member `preview`, in lists too; all else as to "
            "everybody. Nobody may keep the answer."
        )
        return [
            {"type": "http", "scheme": "bearer", "description": key},
            {"type": "http", "scheme": "preview", "description": preview},
        ]

"""A browser that logs in by the form, from an address of its own."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from wagtail.users.models import UserProfile

PASSWORD = "pedwar-gair-hir-iawn"


def editor(name: str = "golygydd", language: str = "en", **fields: Any) -> User:
    """A superuser, unless told otherwise."""
    fields = {"is_superuser": True, "email": f"{name}@example.org", **fields}
    user = User.objects.create_user(name, password=PASSWORD, **fields)
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def log_in(
    name: str, password: str = PASSWORD, address: str = "192.0.2.1", client: Client | None = None, **more: Any
) -> Any:
    client = client or Client(REMOTE_ADDR=address)
    return client.post("/admin/login/", {"username": name, "password": password, **more}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    """Whether the admin opens."""
    return client.get("/admin/").status_code == 200

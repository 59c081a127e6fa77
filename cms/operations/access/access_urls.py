"""Addresses of a log-in that is no password. They are for who is not let in yet."""

from django.urls import path

from .issuer_views import from_issuer, to_issuer
from .link_view import enter_by_link

urlpatterns = [
    path("log-in/issuer/", to_issuer, name="oidc"),
    path("log-in/issuer/return/", from_issuer, name="oidc_return"),
    path("log-in/link/<str:token>/", enter_by_link, name="log_in_link"),
]

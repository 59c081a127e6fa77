"""Wagtail's app of users, with our screen of one user."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "cms.accounts.user_screens.AccountViewSet"

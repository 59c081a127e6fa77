"""Wagtail's screens of users, with the way to end somebody's sessions."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import EditView, UserViewSet


class AccountEditView(EditView):
    """One user, with the sessions among the further actions."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        address = reverse("end_sessions_of", args=[self.object.pk])
        buttons = [*super().header_more_buttons, Button(_("Log out everywhere"), url=address, icon_name="logout")]
        return sorted(buttons)


class AccountViewSet(UserViewSet):
    """Wagtail's, with our screen of one user."""

    edit_view_class = AccountEditView

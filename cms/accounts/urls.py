"""Addresses of accounts, of which most are for who is not let in yet. They stand before Wagtail's of the same names."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .account_screen import AccountScreen
from .logging_in.log_in_view import LogInView
from .password_reset.reset_views import ResetConfirmView, ResetView
from .second_factor.second_factor_views import ChangeView, CheckView, SecondFactorView
from .sessions.session_views import end_own_sessions, end_sessions_of, session_status

urlpatterns = [
    path("account/", require_admin_access(AccountScreen.as_view())),
    path("login/", LogInView.as_view()),
    path("password_reset/", ResetView.as_view()),
    path("password_reset/confirm/<uidb64>/<token>/", ResetConfirmView.as_view()),
    path("second-factor/", SecondFactorView.as_view(), name="second_factor"),
    path("second-factor/check/", CheckView.as_view(), name="second_factor_check"),
    path("second-factor/codes/", ChangeView.as_view(change="codes"), name="second_factor_codes"),
    path("sessions/status/", session_status, name="session_status"),
    path("sessions/end/", require_admin_access(end_own_sessions), name="end_own_sessions"),
    path("sessions/end/<int:pk>/", require_admin_access(end_sessions_of), name="end_sessions_of"),
    path("second-factor/none/", ChangeView.as_view(change="none"), name="second_factor_none"),
]

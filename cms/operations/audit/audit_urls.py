"""The page of the audit, at the addresses of Wagtail's history of the site, which it replaces: those of its names lead here."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .audit_report import AuditView

urlpatterns = [
    path("reports/site-history/", require_admin_access(AuditView.as_view())),
    path("reports/site-history/results/", require_admin_access(AuditView.as_view(results_only=True))),
]

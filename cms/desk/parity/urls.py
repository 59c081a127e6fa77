"""The admin's addresses of the report of parity."""

from django.urls import path

from .parity_report import ParityReportView

app_name = "desk_parity"
urlpatterns = [
    path("", ParityReportView.as_view(), name="report"),
    path("results/", ParityReportView.as_view(results_only=True), name="report_results"),
]

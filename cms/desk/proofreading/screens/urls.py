"""The admin's addresses of the checks."""

from django.urls import path

from .findings_report import FindingsView
from .findings_view import dismiss_view, item_findings_view, known_word_view, list_again_view

app_name = "proofreading"
urlpatterns = [
    path("", FindingsView.as_view(), name="report"),
    path("results/", FindingsView.as_view(results_only=True), name="report_results"),
    path("item/<uuid:item>/", item_findings_view, name="item"),
    path("item/<uuid:item>/dismiss/<int:finding_id>/", dismiss_view, name="dismiss"),
    path("item/<uuid:item>/known-word/<int:finding_id>/", known_word_view, name="known_word"),
    path("item/<uuid:item>/list-again/<int:dismissal_id>/", list_again_view, name="list_again"),
]

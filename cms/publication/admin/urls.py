"""The admin's addresses of this app."""

from django.urls import path

from .backlog_report import BacklogView
from .releasing.dates_view import dates_view
from .releasing.release_view import release_view
from .releasing.set_views import act_view, change_view, create_view, set_view, sets_view
from .releasing.taking_down_view import taking_down_view
from .releasing.waiting_view import waiting_view
from .report import HeldBackView
from .terms import term_view
from .translating.aligning import align_view
from .views import item_view
from .withdrawals import withdrawals_view

app_name = "publication_admin"
urlpatterns = [
    path("page/<int:page_id>/", item_view, name="item"),
    path("page/<int:page_id>/align/", align_view, name="align"),
    path("page/<int:page_id>/release/", release_view, name="release"),
    path("page/<int:page_id>/dates/", dates_view, name="dates"),
    path("page/<int:page_id>/take-down/", taking_down_view, name="taking_down"),
    path("waiting/", waiting_view, name="waiting"),
    path("releases/", sets_view, name="sets"),
    path("releases/new/", create_view, name="create_set"),
    path("releases/<int:set_id>/", set_view, name="set"),
    path("releases/<int:set_id>/change/", change_view, name="change_set"),
    path("releases/<int:set_id>/act/", act_view, name="act_on_set"),
    path("term/<int:term_id>/", term_view, name="term"),
    path("not-public-yet/", HeldBackView.as_view(), name="report"),
    path("not-public-yet/results/", HeldBackView.as_view(results_only=True), name="report_results"),
    path("withdrawals-that-wait/", withdrawals_view, name="withdrawals"),
    path("on-their-way/", BacklogView.as_view(), name="backlog"),
    path("on-their-way/results/", BacklogView.as_view(results_only=True), name="backlog_results"),
]

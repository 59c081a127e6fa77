"""The admin's addresses of this app."""

from django.urls import path

from .notes.note_views import add_view, answer_view
from .reviews.review_views import review_view
from .reviews.reviews_report import ReviewsView
from .stages.stage_views import act_view, cancel_view, stages_view, submit_view

app_name = "workflow"
urlpatterns = [
    path("page/<int:page_id>/stages/", stages_view, name="stages"),
    path("page/<int:page_id>/submit/", submit_view, name="submit"),
    path("page/<int:page_id>/act/", act_view, name="act"),
    path("page/<int:page_id>/cancel/", cancel_view, name="cancel"),
    path("page/<int:page_id>/notes/", add_view, name="add_note"),
    path("notes/<int:note_id>/", answer_view, name="answer_note"),
    path("page/<int:page_id>/review/", review_view, name="review"),
    path("reviews/", ReviewsView.as_view(), name="reviews"),
    path("reviews/results/", ReviewsView.as_view(results_only=True), name="reviews_results"),
]

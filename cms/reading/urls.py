"""The public addresses of editions, and the choice of a language above them."""

from django.urls import path, re_path

from .views import language_choice, reading_page

urlpatterns = [
    path("", language_choice),
    re_path(r"^(?P<language>cy|en)(?P<rest>/[\s\S]*)?\Z", reading_page),
]

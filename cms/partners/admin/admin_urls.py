"""The addresses of partners' keys in the admin."""

from django.urls import path

from .key_views import keys_view, revoke_view

app_name = "partners_admin"
urlpatterns = [
    path("<int:pk>/", keys_view, name="keys"),
    path("<int:pk>/revoke/", revoke_view, name="revoke"),
]

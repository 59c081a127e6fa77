"""The addresses of side-by-side translating in the admin."""

from django.urls import path

from . import block_pictures, saving, source_updates
from .exchange import exchange_views

app_name = "translating"
urlpatterns = [
    path("<int:translation_id>/state/", saving.state, name="state"),
    path("<int:translation_id>/text/<int:segment_id>/", saving.save_text, name="text"),
    path("<int:translation_id>/value/<int:segment_id>/", saving.save_value, name="value"),
    path("<int:translation_id>/bring-in/", source_updates.bring_in, name="bring_in"),
    path("<int:translation_id>/block/<slug:side>/<uuid:block>/", block_pictures.block_picture, name="block"),
    path("<int:translation_id>/export/<slug:kind>/", exchange_views.export_file, name="export"),
    path("<int:translation_id>/import/", exchange_views.import_file, name="import"),
]

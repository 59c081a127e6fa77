"""The admin's addresses of previews."""

from django.urls import path, re_path

from cms.http.identifiers import ITEM_IN_PATH

from .previewing_views import page_form, page_preview, revoke_view_of_preview, set_form, set_preview
from .shared_listing import SharedPreviewsView

app_name = "previewing"
_PAGE = r"^page/(?P<page_id>[0-9]+)/(?P<stage>draft|published)/"
_SET = r"^release/(?P<set_id>[0-9]+)/"
_FORM = rf"(?P<language>cy|en)/{ITEM_IN_PATH}/(?P<form>[a-z]+)\Z"
urlpatterns = [
    re_path(rf"{_PAGE}\Z", page_preview, name="page"),
    re_path(rf"{_PAGE}{_FORM}", page_form),
    re_path(rf"{_SET}\Z", set_preview, name="set"),
    re_path(rf"{_SET}{_FORM}", set_form),
    path("shared/", SharedPreviewsView.as_view(), name="tokens"),
    path("shared/results/", SharedPreviewsView.as_view(results_only=True), name="tokens_results"),
    path("shared/<int:pk>/revoke/", revoke_view_of_preview, name="revoke"),
]

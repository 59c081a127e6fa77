"""The composition root: the only module that imports every outlet."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.rest.staff_media import staff_media

urlpatterns = [
    path("admin/", include("cms.operations.access.access_urls")),
    path("admin/", include("cms.accounts.urls")),
    path("admin/", include("cms.operations.audit.audit_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", staff_media),
    path("", include("cms.desk.previewing.share_urls")),
    path("", include("cms.rest.urls")),
    path("", include("cms.graphql.urls")),
    path("", include("cms.portal.urls")),
    path("", include("cms.embed.urls")),
    path("", include("cms.reading.urls")),
]

handler400 = "cms.portal.error_pages.bad_request"
handler403 = "cms.portal.error_pages.forbidden"
handler404 = "cms.portal.error_pages.not_found"
handler500 = "cms.portal.error_pages.server_error"

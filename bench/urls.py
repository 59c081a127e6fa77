"""The project's addresses, Wagtail's API v2 under /v2/, wagtail-grapple under /grapple/ and constant bytes under /constant/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from graphene_django.views import GraphQLView
from grapple.schema import schema
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]

BYTES = b"x" * 8192
router = WagtailAPIRouter("v2")
router.register_endpoint("pages", PagesAPIViewSet)


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BYTES, content_type="application/json")


urlpatterns = [
    path("constant/", constant),
    path("v2/", router.urls),
    path("grapple/", csrf_exempt(GraphQLView.as_view(schema=schema))),
    *urlpatterns,
]

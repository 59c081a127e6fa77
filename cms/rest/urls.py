"""The addresses of this API, and of the files and pictures that its items offer."""

from django.urls import include, path

from .documents import document_views
from .files import file_view, picture_view
from .views import changes, documentation, items, manifest, releases, search, service, terms, vocabularies
from .views.declared import declared_addresses

v1 = [
    path("", service.IndexView.as_view()),
    path("manifest", manifest.ManifestView.as_view()),
    path("parity", manifest.ParityView.as_view()),
    path("releases", releases.ReleasesView.as_view()),
    path("changes", changes.ChangesView.as_view()),
    path("export", changes.ExportView.as_view()),
    path("items", items.SomeItemsView.as_view()),
    path("items/<str:id>", items.BothView.as_view()),
    path("items/<str:id>/releases", releases.ItemReleasesView.as_view()),
    path("schema/item.json", service.ItemSchemaView.as_view()),
    path("openapi.json", service.OpenApiJsonView.as_view()),
    path("openapi.yaml", service.OpenApiYamlView.as_view()),
    path("<str:language>/items", items.ItemsView.as_view()),
    path("<str:language>/items/by-path", items.PathView.as_view()),
    path("<str:language>/items/<str:id>", items.ItemView.as_view()),
    *declared_addresses(),
    path("<str:language>/terms", terms.TermsView.as_view()),
    path("<str:language>/terms/<str:id>", terms.TermView.as_view()),
    path("<str:language>/topics", vocabularies.TopicsView.as_view()),
    path("<str:language>/audiences", vocabularies.AudiencesView.as_view()),
    path("<str:language>/search", search.SearchView.as_view()),
    path("<str:language>/suggest", search.SuggestView.as_view()),
]

urlpatterns = [
    path("api/v1", service.IndexView.as_view()),
    path("api/v1/", include(v1)),
    path("llms.txt", document_views.LlmsView.as_view()),
    path("api/docs/", documentation.DocsView.as_view()),
    path("api/docs/<path:name>", document_views.DocumentView.as_view()),
    path("api/problems/", documentation.ProblemsView.as_view()),
    path("api/problems/<str:code>", documentation.ProblemView.as_view()),
    path("files/<str:uid>/<str:name>", file_view),
    path("pictures/<str:uid>/<str:name>", picture_view),
    path("files/<str:uid>/<str:mark>/<str:name>", file_view),
    path("pictures/<str:uid>/<str:mark>/<str:name>", picture_view),
]

"""Wagtail's views of uploads: those of files also tell what could be read, and none stumbles over a broken picture."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views import documents, multiple
from wagtail.images.views import images

from .models import File


def tell(request: HttpRequest, file: File) -> None:
    """Leaves a message for the next screen: a warning where the words of a file could not be read."""
    reading = file.reading_or_none
    text = _("%(name)s: %(report)s") % {"name": file.filename, "report": file.reading_report}
    say = messages.success if reading is not None and reading.is_read else messages.warning
    say(request, text)


class CreateView(documents.CreateView):
    """Adds one file."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        tell(self.request, self.object)
        return response


class EditView(documents.EditView):
    """Changes a file; it tells only of new bytes."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        if "file" in form.changed_data:
            tell(self.request, self.object)
        return response


class AddView(multiple.AddView):
    """Adds files dropped on the page that need nothing said about them."""

    def save_object(self, form: Any) -> Any:
        file = super().save_object(form)
        tell(self.request, file)
        return file


class CreateFromUploadView(multiple.CreateFromUploadedDocumentView):
    """Adds a file dropped on the page once its language has been given."""

    def save_object(self, form: Any) -> None:
        super().save_object(form)
        tell(self.request, self.object)


def preview_picture(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponseBase:
    """A picture at a size that is asked for. Where it cannot be unpacked there is none."""
    try:
        found: HttpResponseBase = images.preview(request, image_id, filter_spec)
    except (PermissionDenied, Http404):
        raise
    except Exception as error:  # whatever a parser of somebody's bytes raises
        raise Http404 from error
    return found


# Under the addresses that Wagtail has for its own; the others stay Wagtail's.
urlpatterns = [
    path("documents/add/", CreateView.as_view()),
    path("documents/edit/<int:document_id>/", EditView.as_view()),
    path("documents/multiple/add/", AddView.as_view()),
    path("documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/", CreateFromUploadView.as_view()),
    path("images/<int:image_id>/preview/<str:filter_spec>/", preview_picture),
]

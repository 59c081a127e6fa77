"""Wagtail's views of files, which here also tell the editor what could be read of an upload."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views import documents, multiple

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


# Under the addresses that Wagtail has for its own; the others stay Wagtail's.
urlpatterns = [
    path("documents/add/", CreateView.as_view()),
    path("documents/edit/<int:document_id>/", EditView.as_view()),
    path("documents/multiple/add/", AddView.as_view()),
    path("documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/", CreateFromUploadView.as_view()),
]

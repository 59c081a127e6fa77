"""Wagtail's screens of files and pictures, with the language noticed, what each is used for, and its twin."""

from pathlib import PurePath
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views import documents
from wagtail.documents.views.bulk_actions.delete import DeleteBulkAction as DeleteDocumentsAction
from wagtail.images.views import images, multiple
from wagtail.images.views.bulk_actions.delete import DeleteBulkAction as DeleteImagesAction

from cms.content.files import views

from .file_pairs import suggested_pairs, twin_of
from .media_forms import proposed_language
from .media_listings import FilesView, PicturesView
from .media_usage import uses_of
from .models import PictureDescription
from .pairing_view import pairing_view


class Titled:
    """Proposes the name of what was dropped as its title, without what says of which kind it is."""

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        """The form, filled in so far."""
        self.object.title = PurePath(self.object.title).stem  # type: ignore[attr-defined]
        found: dict[str, Any] = super().get_edit_upload_form_context_data()  # type: ignore[misc]
        return found


class DroppedFilesView(Titled, views.AddView):
    """Takes files dropped on the page, and proposes the language of each."""

    template_name = "media/add_files.html"

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        """The form, filled in with the language that the file seems to be in."""
        self.object.language = proposed_language(self.upload_object.file) or ""
        return super().get_edit_upload_form_context_data()


class DroppedPicturesView(Titled, multiple.AddView):  # type: ignore[misc]
    """Takes pictures dropped on the page."""

    template_name = "media/add_pictures.html"


class DroppedFileView(views.CreateFromUploadView):
    """Adds a dropped file, unless its words are in another language than said."""

    def get_edit_form_class(self) -> Any:
        """The form, which may look into the file."""
        return type("DroppedFileForm", (super().get_edit_form_class(),), {"upload": property(lambda form: self.upload)})


class WithUses:
    """Tells a screen of one file or picture where that is used."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"media_uses": uses_of(self.object, self.request.user)}  # type: ignore[attr-defined]


class NewFileView(views.CreateView):
    """Adds one file, and offers to pair it where there is one with its name."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        mine = (
            pair for pair in suggested_pairs(self.request.user) if self.object in (pair.cy, pair.en) and pair.by_name
        )
        if pair := next(mine, None):
            other = pair.en if pair.cy == self.object else pair.cy
            text = _("“%(title)s” may be this file in the other language.") % {"title": other.title}
            messages.info(self.request, text, buttons=[messages.button(reverse("file_pairs"), _("Pair files"))])
        return response


class LosingUses(WithUses):
    """Names the pages that have lost what was deleted, which nothing else remembers."""

    def form_valid(self, form: Any) -> Any:
        uses = uses_of(self.object, self.request.user)  # type: ignore[attr-defined]
        response = super().form_valid(form)  # type: ignore[misc]
        if uses.count:
            pages = "; ".join(f"{use.title} ({use.language})" if use.language else use.title for use in uses.shown)
            text = _("What used it has lost it. Look at each in both languages: %(pages)s") % {"pages": pages}
            messages.warning(self.request, text)  # type: ignore[attr-defined]
        return response


class FileView(WithUses, views.EditView):
    """Changes a file."""

    template_name = "media/edit_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the file in the other language."""
        return super().get_context_data(**kwargs) | {"twin": twin_of(self.object)}


class DeleteFileView(LosingUses, documents.DeleteView):  # type: ignore[misc]
    """Deletes a file."""

    template_name = "media/delete.html"


def ask_for_description(request: Any, picture: Any) -> None:
    """Leaves a message for the next screen where a picture is not described in both languages."""
    said = PictureDescription.objects.filter(pk=picture.pk).first()
    if said is None or not (said.cy and said.en):
        text = _("“%(title)s” is not described in both languages yet.") % {"title": picture.title}
        button = messages.button(reverse("wagtailimages:edit", args=[picture.pk]), _("Describe it"))
        messages.warning(request, text, buttons=[button])


class NewPictureView(images.CreateView):  # type: ignore[misc]
    """Adds one picture."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        if getattr(self, "object", None) and self.object.pk:
            ask_for_description(self.request, self.object)
        return response


class PictureView(WithUses, images.EditView):  # type: ignore[misc]
    """Changes a picture."""

    template_name = "media/edit_picture.html"

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        ask_for_description(self.request, self.object)
        return response


class DeletePictureView(LosingUses, images.DeleteView):  # type: ignore[misc]
    """Deletes a picture."""

    template_name = "media/delete.html"


class WithUsesOfEach:
    """Tells a screen of many files or pictures where each is used."""

    def object_context(self, media: Any) -> dict[str, Any]:
        """What the screen says of one."""
        context: dict[str, Any] = super().object_context(media)  # type: ignore[misc]
        return context | {"media_uses": uses_of(media, self.request.user)}  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With whether any is used."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"are_used": any(one["media_uses"].count for one in context["items"])}


class DeleteFilesAction(WithUsesOfEach, DeleteDocumentsAction):  # type: ignore[misc]
    """Deletes files."""


class DeletePicturesAction(WithUsesOfEach, DeleteImagesAction):  # type: ignore[misc]
    """Deletes pictures."""


# In the place of Wagtail's, which keep their names; the first has its own.
urlpatterns = [
    path("documents/pairs/", pairing_view, name="file_pairs"),
    path("documents/", FilesView.as_view()),
    path("documents/results/", FilesView.as_view(results_only=True)),
    path("documents/add/", NewFileView.as_view()),
    path("documents/edit/<int:document_id>/", FileView.as_view()),
    path("documents/delete/<int:document_id>/", DeleteFileView.as_view()),
    path("documents/multiple/add/", DroppedFilesView.as_view()),
    path("documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/", DroppedFileView.as_view()),
    path("images/", PicturesView.as_view()),
    path("images/results/", PicturesView.as_view(results_only=True)),
    path("images/multiple/add/", DroppedPicturesView.as_view()),
    path("images/add/", NewPictureView.as_view()),
    path("images/<int:image_id>/", PictureView.as_view()),
    path("images/<int:image_id>/delete/", DeletePictureView.as_view()),
]

"""The form of a picture: only what can be shown is taken, and why another cannot is told in words."""

import io
import logging
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import Filter

from ..projection.media_refs import PICTURE_WIDTHS

logger = logging.getLogger(__name__)


class PictureField(WagtailImageField):
    """Wagtail's field, which lets through any error that the libraries of pictures have with a broken file."""

    def to_python(self, data: Any) -> Any:
        try:
            # A picture is unpacked no further than its limit of pixels, which Wagtail's own check then says in words.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # whatever a parser of somebody's bytes raises
            logger.info("a picture could not be opened: %r", error)
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureForm(BaseImageForm):
    """Wagtail's form, which tries whether a new picture can be made ready for readers before it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            field = PictureField(label=given.label, required=given.required, widget=given.widget)
            self.fields["file"] = field

    def clean_file(self) -> Any:
        """The file, once it has been unpacked whole, as it will be when readers ask for it."""
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            if fault := fault_of(file):
                logger.info("a picture could not be unpacked: %r", fault)
                raise ValidationError(
                    _("This picture is damaged or cut off: it cannot be shown. Open it yourself and upload it again."),
                    code="damaged",
                ) from fault
            file.seek(0)
        return file


def fault_of(file: Any) -> Exception | None:
    """What keeps an uploaded file from being shown to readers; None where nothing does."""
    from .models import Picture

    try:
        file.seek(0)
        with Image.open(file) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                image.load()
        file.seek(0)
        picture = Picture(file=file)
        Filter(spec=f"width-{PICTURE_WIDTHS[0]}|format-webp").run(picture, io.BytesIO())
    except Exception as error:
        return error
    return None

"""A picture whose bytes are lost or broken can still be chosen: Wagtail's chooser does not mind that its preview may fail."""

from typing import Any

from wagtail.images.models import SourceImageIOError
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.images.views.chooser import ImageChosenResponseMixin

_chosen = ImageChosenResponseMixin.get_chosen_response_data


class _Shown:
    """A picture whose preview is Wagtail's mark of a broken one."""

    def __init__(self, image: Any) -> None:
        self._image = image

    def __getattr__(self, name: str) -> Any:
        return getattr(self._image, name)

    def __str__(self) -> str:
        return str(self._image)

    def get_rendition(self, size: str) -> Any:
        return get_rendition_or_not_found(self._image, size)


def get_chosen_response_data(self: Any, image: Any, preview_image_filter: str = "max-165x165") -> Any:
    """What the form of a page is told of the picture chosen."""
    try:
        return _chosen(self, image, preview_image_filter)
    except SourceImageIOError:
        return _chosen(self, _Shown(image), preview_image_filter)


def install() -> None:
    """Puts it in the place of Wagtail's."""
    ImageChosenResponseMixin.get_chosen_response_data = get_chosen_response_data

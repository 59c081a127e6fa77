"""From one Wagtail page to the content of an edition. A file per app, a function per type."""

from . import guides as _guides
from . import home as _home
from .registry import TYPES, Projection, has_children, item_type, models, project

APPS = (_home, _guides)

__all__ = ["APPS", "TYPES", "Projection", "has_children", "item_type", "models", "project"]

"""Where Django looks for this app's models; they live in files named by role."""

from .files import File, Picture, Rendition
from .snippets import Organisation, Topic

__all__ = ["File", "Organisation", "Picture", "Rendition", "Topic"]

"""Where Django looks for this app's models; they live in files named by role."""

from .framework import FrameworkPage, ResourcePage, SectionPage
from .information import InformationPage
from .practice import GuideIndexPage, GuidePage
from .training import ModulePage, TrainingIndexPage

__all__ = [
    "FrameworkPage",
    "GuideIndexPage",
    "GuidePage",
    "InformationPage",
    "ModulePage",
    "ResourcePage",
    "SectionPage",
    "TrainingIndexPage",
]

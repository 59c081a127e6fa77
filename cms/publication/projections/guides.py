"""Projections of the app `guides`."""

from typing import Any

from guides.models import (
    FrameworkPage,
    GuideIndexPage,
    GuidePage,
    InformationPage,
    ModulePage,
    ResourcePage,
    SectionPage,
    TrainingIndexPage,
)

from .blocks import project_stream
from .context import Context
from .registry import projects


@projects(FrameworkPage, "framework")
@projects(InformationPage, "information")
@projects(GuideIndexPage, "guide_index")
@projects(TrainingIndexPage, "training")
def plain(page: Any, context: Context) -> dict[str, Any]:
    return {}


@projects(SectionPage, "section")
def section(page: SectionPage, context: Context) -> dict[str, Any]:
    return {"number": page.number}


@projects(ResourcePage, "resource")
def resource(page: ResourcePage, context: Context) -> dict[str, Any]:
    return {"kind": page.kind}


@projects(GuidePage, "guide")
def guide(page: GuidePage, context: Context) -> dict[str, Any]:
    return {
        "key_messages": _texts(page.key_messages),
        "chapters": [_chapter(block, context) for block in page.chapters],
        "practice_points": _texts(page.practice_points),
    }


@projects(ModulePage, "module")
def module(page: ModulePage, context: Context) -> dict[str, Any]:
    videos = project_stream(page.video, context, "video")
    return {
        "part_number": page.part_number,
        "video": videos[0] if videos else None,
        "learning_outcomes": _texts(page.learning_outcomes),
        "who_it_is_for": page.who_it_is_for,
    }


def _texts(stream: Any) -> list[str]:
    return [str(block.value) for block in stream]


def _chapter(block: Any, context: Context) -> dict[str, Any]:
    return {
        "id": str(block.id),
        "lang": context.language,
        "title": block.value["title"],
        "summary": block.value["summary"] or "",
        "body": project_stream(block.value["body"], context, f"chapters.{block.id}.body"),
    }

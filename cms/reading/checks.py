"""System checks: what a server can do without, and an operator should know."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from .printing.typesetting import can_typeset


@register()
def documents_can_be_typeset(**kwargs: Any) -> list[CheckMessage]:
    """reading.W001: without Typst, the addresses of PDF documents say that there are none."""
    if can_typeset():
        return []
    return [
        Warning(
            "The package typst is not installed: printable documents are served as HTML only.",
            hint="Install requirements.txt.",
            id="reading.W001",
        )
    ]

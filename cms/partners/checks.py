"""System checks of what is deprecated."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from cms.http.deprecations import NOTICE, too_short


@register()
def partners_have_time(**kwargs: Any) -> list[CheckMessage]:
    """partners.E001: what is deprecated goes on for six months at least: so it is promised."""
    return [
        Error(
            f"What is deprecated at {one.pattern.pattern} ends less than {NOTICE.days} days after it is announced.",
            id="partners.E001",
        )
        for one in too_short()
    ]

"""The order of tests: random (pytest-randomly), but what takes longest begins first, so that no process waits for it.

The journeys through screens are run by `make static` alone, which brings what they need (bin/browser-check.py).
"""

import pytest

from tests.embed.browser import REQUIRED

IN_BROWSERS = [
    "desk/test_desk_journey.py", "desk/test_desk_screens.py",
    "desk/test_translators_browser.py", "desk/test_writing_browser.py", "embed/test_in_browser.py",
    "partners/test_portal_journey.py",
]  # fmt: skip
collect_ignore = [] if REQUIRED else IN_BROWSERS


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The demo takes more than a minute to load, and an upgrade and going back four; others are marked as `long`."""
    first = {("demo",), ("upgrade",), ("small_library",)}
    items.sort(
        key=lambda item: (
            not any(mark.args in first for mark in item.iter_markers("xdist_group")),
            item.get_closest_marker("long") is None,
        )
    )

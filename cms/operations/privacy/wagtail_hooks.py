"""What forgetting somebody is called in the audit."""

from typing import Any

from wagtail import hooks

from .forgetting import LABELS


def log_actions(actions: Any) -> None:
    """Both acts."""
    for name, label in LABELS.items():
        actions.register_action(name, label, label)


hooks.register("register_log_actions", log_actions)

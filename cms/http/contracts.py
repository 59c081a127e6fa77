"""The contracts of all outlets: files in docs/contracts, checked in, so that a change of them is seen. What is in them, their
outlets know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Contract:
    """A file's name and its text as the code has it."""

    name: str
    text: Callable[[], str]


def contracts() -> list[Contract]:
    """Those in the module `contracts` of each installed app, as CONTRACTS."""
    found: list[Contract] = []
    for config in apps.get_app_configs():
        if config.name.startswith("cms.") and module_has_submodule(config.module, "contracts"):
            found += import_module(f"{config.name}.contracts").CONTRACTS
    return found

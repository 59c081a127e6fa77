"""Puts a mutant into the running process: into its functions and constants as they are loaded, without importing anything."""

import ast
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from mutations import Mutant


class NotApplicable(Exception):
    """The change cannot be put into a loaded function."""


class Loaded:
    """The functions of the package that are loaded, and what they remember."""

    def __init__(self, root: Path, package: Path) -> None:
        self._root = root
        self._functions: dict[tuple[str, str], list[FunctionType]] = {}
        self._caches: list[Any] = []
        for found in gc.get_objects():
            if type(found) is FunctionType and found.__code__.co_filename.startswith(str(package)):
                key = found.__code__.co_filename, found.__code__.co_qualname
                self._functions.setdefault(key, []).append(found)
            elif type(found).__name__ == "_lru_cache_wrapper" and str(found.__module__).startswith("cms."):
                self._caches.append(found)

    def put(self, mutant: Mutant) -> None:
        """Changes what is loaded, for good. Raises NotApplicable."""
        if mutant.is_constant:
            self._put_constant(mutant)
        else:
            self._put_function(mutant)
        for cache in self._caches:
            cache.cache_clear()

    def _put_function(self, mutant: Mutant) -> None:
        filename = str(self._root / mutant.path)
        codes = {
            (code.co_qualname, code.co_firstlineno): code
            for code in _codes(compile(mutant.change_tree(), filename, "exec"))
        }
        functions = self._functions.get((filename, mutant.scope), [])
        if not functions:
            raise NotApplicable(mutant)
        for function in functions:
            new = codes[mutant.scope, function.__code__.co_firstlineno]
            if new.co_freevars != function.__code__.co_freevars:
                raise NotApplicable(mutant)
            function.__code__ = new

    def _put_constant(self, mutant: Mutant) -> None:
        """Gives every module that has the constant under its name the other value."""
        module = next(
            found for found in list(sys.modules.values())
            if getattr(found, "__file__", None) == str(self._root / mutant.path)
        )  # fmt: skip
        statement: Any = next(node for node in mutant.change_tree().body if _target(node) == mutant.scope)
        try:
            new = eval(compile(ast.Expression(statement.value), str(module.__file__), "eval"), vars(module))
        except Exception as error:
            raise NotApplicable(mutant) from error
        old = vars(module)[mutant.scope]
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(mutant.scope) is old:
                setattr(other, mutant.scope, new)


def _target(node: ast.AST) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)

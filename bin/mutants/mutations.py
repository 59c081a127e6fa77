"""What could be wrong with a module: every single change to a function's body or to a constant that a test should notice."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# A file from the checkout and a number in it.
Line = tuple[str, int]
_SWAPPED: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Pow: ast.Mult,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
# Types and defaults are not read where a function runs.
_NOT_ENTERED: Final = {"annotation", "returns", "decorator_list", "args_of_function", "format_spec"}
# How much is read, written or remembered at once, never what; and what `zip` asserts of lists made one from the other.
_UNSEEN: Final = {"chunk_size", "batch_size", "maxsize", "strict"}


@dataclass(frozen=True)
class Mutant:
    """One change. `holder` and `key` say where in `tree` it goes; `scope` is the function (qualified) or the constant."""

    path: str
    line: int
    change: str
    scope: str
    is_constant: bool
    # Those of the statement; of a constant, wherever its name is read.
    lines: frozenset[Line]
    tree: ast.Module
    holder: Any
    key: Any
    new: ast.AST

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.change}"

    def change_tree(self) -> ast.Module:
        """Makes the change, for good."""
        if isinstance(self.holder, list):
            self.holder[self.key] = self.new
        else:
            setattr(self.holder, self.key, self.new)
        return ast.fix_missing_locations(self.tree)


def mutants_of(root: Path, files: list[Path]) -> list[Mutant]:
    """All mutants of some files, in order."""
    trees = {str(path.relative_to(root)): ast.parse(path.read_text(encoding="utf-8")) for path in files}
    readers: dict[str, set[Line]] = {}
    for path, tree in trees.items():
        for function in ast.walk(tree):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    readers.setdefault(node.id, set()).add((path, node.lineno))
    found = []
    for path, tree in trees.items():
        same = _alike(tree)
        for scope, is_constant, holder, key, node in _scopes(tree, ""):
            for lines, inner_holder, inner_key, old in _slots(path, holder, key, node):
                if old in same or (is_constant and scope not in readers):
                    continue
                touched = frozenset(readers.get(scope, ())) if is_constant else lines
                for new in _changes(old):
                    change = _described(old, new)
                    found.append(
                        Mutant(
                            path, old.lineno, change, scope, is_constant, touched, tree, inner_holder, inner_key, new
                        )
                    )
    return found


def _alike(tree: ast.Module) -> set[ast.AST]:
    """Each `return False` of a function that returns a bool: who may only ask whether it is true cannot tell None from it."""
    return {
        statement
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and isinstance(function.returns, ast.Name)
        and function.returns.id == "bool"
        for statement in ast.walk(function)
        if isinstance(statement, ast.Return)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is False
    }


def _scopes(parent: Any, prefix: str) -> Iterator[tuple[str, bool, Any, Any, Any]]:
    """Functions' statements and the values of a module's constants."""
    for node in parent.body:
        if isinstance(node, ast.ClassDef):
            yield from _scopes(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            for index, statement in enumerate(node.body):
                yield f"{prefix}{node.name}", False, node.body, index, statement
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not prefix and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield target.id, True, node, "value", node.value


def _slots(path: str, holder: Any, key: Any, node: Any, lines: frozenset[Line] = frozenset()) -> Iterator[Any]:
    """Every node from this one downwards that may be changed, where it stands, and its statement's lines."""
    if isinstance(node, ast.stmt):
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
        lines = frozenset((path, line) for line in range(node.lineno, max(last, node.lineno) + 1))
    if not hasattr(node, "lineno") or _says_something_only(node):
        return
    yield lines, holder, key, node
    if isinstance(node, ast.Raise):
        return
    for name, value in ast.iter_fields(node):
        if name in _NOT_ENTERED or isinstance(value, ast.arguments):
            continue
        children = enumerate(value) if isinstance(value, list) else [(name, value)]
        for place, child in children:
            if isinstance(child, ast.comprehension):
                yield from _slots(path, child, "iter", child.iter, lines)
                for number, condition in enumerate(child.ifs):
                    yield from _slots(path, child.ifs, number, condition, lines)
            elif isinstance(child, ast.AST) and not (
                (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant))
                or (isinstance(child, ast.keyword) and child.arg in _UNSEEN)
            ):
                yield from _slots(path, value if isinstance(value, list) else node, place, child, lines)


def _says_something_only(node: ast.AST) -> bool:
    """A docstring, or a line for the log."""
    if not isinstance(node, ast.Expr):
        return False
    return isinstance(node.value, ast.Constant) or ast.unparse(node.value).startswith("logger.")


def _changes(node: Any) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp | ast.AugAssign):
        yield from _other_operator(node)
    elif isinstance(node, ast.Constant):
        yield from _other_constant(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Call):
        for number in range(len(node.keywords)):
            if node.keywords[number].arg and node.keywords[number].arg not in _UNSEEN:
                yield _with(node, keywords=[*node.keywords[:number], *node.keywords[number + 1 :]])
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield _with(node, value=ast.Constant(None))
    if _is_statement_without_a_name(node):
        yield ast.copy_location(ast.Pass(), node)


def _other_operator(node: Any) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Compare):
        if type(node.op) in _SWAPPED:
            yield _with(node, op=_SWAPPED[type(node.op)]())
        return
    for number, op in enumerate(node.ops):
        yield _with(node, ops=[*node.ops[:number], _SWAPPED[type(op)](), *node.ops[number + 1 :]])


def _other_constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield _with(node, value=not value)
    elif isinstance(value, int | float):
        yield _with(node, value=value + 1)
    elif isinstance(value, str):
        yield _with(node, value=f"XX{value}")


def _is_statement_without_a_name(node: ast.AST) -> bool:
    """What can be left out and leaves no name undefined."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
    return isinstance(node, ast.AugAssign | ast.Raise | ast.Break | ast.Continue | ast.Delete)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(node: Any, **changed: Any) -> Any:
    made = copy.copy(node)
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def _described(old: ast.AST, new: ast.AST) -> str:
    if isinstance(old, ast.Call) and isinstance(new, ast.Call):
        (left_out,) = (keyword.arg for keyword in old.keywords if keyword not in new.keywords)
        return f"{ast.unparse(old.func)[:90]}(...)  ->  without {left_out}="
    first, second = (" ".join(ast.unparse(node).split()) for node in (old, new))
    if isinstance(old, ast.stmt) and hasattr(old, "body"):
        first, second = (ast.unparse(node.test) for node in (old, new))  # type: ignore[attr-defined]
    return f"{first[:90]}  ->  {second[:90]}"

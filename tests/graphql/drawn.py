"""Random queries over the schema, for hypothesis: fields, aliases, fragments and directives as they come."""

from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLNamedType, is_leaf_type
from hypothesis import strategies as st

from tests.graphql import generated
from tests.graphql.generated import SCHEMA, Member, members

DIRECTIVES = (
    "",
    "",
    "",
    " @include(if: $yes)",
    " @skip(if: $no)",
    " @skip(if: $yes)",
    " @include(if: $no) @skip(if: $yes)",
)
SWITCHES = {"yes": True, "no": False}
_MOST_FIELDS = 6


@dataclass
class _Drawing:
    """One query while it is drawn."""

    draw: Any
    fragments: list[str] = field(default_factory=list)
    names: int = 0

    def name(self) -> str:
        """Another name each time."""
        self.names += 1
        return f"n{self.names}"

    def selection(self, named: GraphQLNamedType, depth: int, links: int) -> str:
        """Some of what can be asked of a type, `depth` fields deep and over as many links."""
        able = [one for one in members(named) if self._can(one, depth, links)]
        chosen = self.draw(st.lists(st.sampled_from(able), min_size=1, max_size=_MOST_FIELDS)) if able else []
        parts = [self._wrapped(named, one, self._field(one, depth, links)) for one in chosen]
        if not parts or self.draw(st.booleans()):
            parts.append(f"{self.name()}: __typename" if self.draw(st.booleans()) else "__typename")
        return f"{{ {' '.join(parts)} }}"

    @staticmethod
    def _can(one: Member, depth: int, links: int) -> bool:
        return (is_leaf_type(one.type) or depth > 1) and (links > 0 or not one.is_link)

    def _field(self, one: Member, depth: int, links: int) -> str:
        text = f"{one.name}{generated.ARGUMENTS.get(one.name, '')}"
        # A field with arguments, or one that stands twice, is the same field only under its own name.
        alias = f"{self.name()}: " if self.draw(st.integers(0, 3)) == 0 else ""
        directive = self.draw(st.sampled_from(DIRECTIVES))
        below = "" if is_leaf_type(one.type) else f" {self.selection(one.type, depth - 1, links - one.is_link)}"
        return f"{alias}{text}{directive}{below}"

    def _wrapped(self, named: Any, one: Member, text: str) -> str:
        """The field within the fragment that it needs, or one that it does not need."""
        type_ = one.within[0].removeprefix("... on ") if one.within else self._also(named)
        how = self.draw(st.sampled_from(["as it is", "inline", "named", "plain"]))
        directive = self.draw(st.sampled_from(DIRECTIVES))
        if type_ and how == "named":
            name = self.name()
            self.fragments.append(f"fragment {name} on {type_} {{ {text} }}")
            return f"...{name}{directive}"
        if type_ and (one.within or how == "inline"):
            return f"... on {type_}{directive} {{ {text} }}"
        return f"...{directive} {{ {text} }}" if how == "plain" else text

    def _also(self, named: Any) -> str:
        """A type that has all fields of the one that is asked: itself, or one that it may be."""
        also = SCHEMA.get_possible_types(named) if isinstance(named, GraphQLInterfaceType) else ()
        return str(self.draw(st.sampled_from([named, *also])))


@st.composite
def queries(draw: Any, arguments: dict[str, list[str]], depth: int = 6, links: int = 3) -> str:
    """A query for some root fields, each with one of the texts of arguments given for it."""
    drawing = _Drawing(draw)
    names = draw(st.lists(st.sampled_from(sorted(arguments)), min_size=1, max_size=3))
    parts = []
    for name in names:
        given = draw(st.sampled_from(arguments[name]))
        selection = drawing.selection(generated.root_type(name), depth, links)
        if name in {"node", "nodes"}:
            selection = f"{{ __typename id ... on Item {selection} }}"
        parts.append(f"{drawing.name()}: {name}({given}) {selection}")
    text = "\n".join([f"{{ {' '.join(parts)} }}", *drawing.fragments])
    switches = [f"${name}: Boolean!" for name in SWITCHES if f"${name})" in text]
    defined = ", ".join([*switches, *(["$size: Int! = 3"] if "$size" in text else [])])
    return f"query {f'({defined}) ' if defined else ''}{text}"

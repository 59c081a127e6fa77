"""Whether an English name of an organisation takes `the` within a sentence: `by the Welsh Government`, `by Cardiff Council`."""

from typing import Final

_BODIES: Final = frozenset({
    "academy", "agency", "alliance", "assembly", "association", "authority", "board", "bureau", "centre", "city", "coalition",
    "college", "commission", "commissioner", "committee", "confederation", "consortium", "council", "court", "department",
    "directorate", "faculty", "federation", "forum", "foundation", "government", "group", "inspectorate", "institute", "isle",
    "ministry", "network", "office", "ombudsman", "panel", "parliament", "partnership", "school", "secretariat", "senedd",
    "service", "services", "society", "trust", "union", "university", "vale",
})  # fmt: skip
# Names that begin so say of what kind the one body is that they mean. Others begin with a place or somebody's name.
_WHICH: Final = frozenset(
    {"all-wales", "british", "central", "church", "home", "independent", "national", "royal", "uk", "welsh"}
)
_LINKS: Final = (" of ", " for ", " on ", " to ", " in ")


def with_article(name: str) -> str:
    """The name as it stands within a sentence."""
    if name.lower().startswith("the "):
        return f"the{name[3:]}"
    head, linked = _head(name)
    words = head.lower().split()
    takes = bool(words) and words[-1] in _BODIES and (linked or words[0] in _WHICH or words[-1] == "government")
    return f"the {name}" if takes else name


def _head(name: str) -> tuple[str, bool]:
    """What stands before the first `of`, `for` …, and whether there is one."""
    place = min((found for link in _LINKS if (found := name.find(link)) > 0), default=-1)
    return (name, False) if place < 0 else (name[:place], True)

"""The sentences of the problems that only fields of Query have, in both languages, with their fields in braces."""

from typing import Final

from cms.content.vocabularies import Label

WHICH_ITEM: Final = Label(
    "Rhowch ‘id’ neu ‘path’ i ddweud pa eitem a geisir.", "Give ‘id’ or ‘path’ to say which item."
)
ONE_NAME: Final = Label("Rhowch naill ai ‘id’ neu ‘path’, nid y ddau.", "Give either ‘id’ or ‘path’, not both of them.")
FIRST_AND_LAST: Final = Label(
    "Ni ellir rhoi ‘first’ neu ‘after’ gyda ‘last’ neu ‘before’. Defnyddiwch ‘first’ ag ‘after’ i fynd ymlaen, neu ‘last’ "
    "â ‘before’ i fynd yn ôl.",
    "‘first’ or ‘after’ cannot be given together with ‘last’ or ‘before’. Use ‘first’ with ‘after’ to go forwards, or "
    "‘last’ with ‘before’ to go backwards.",
)

# What an argument takes, where the schema does not say it.
A_CURSOR: Final = Label(
    "cyrchwr a roddodd y rhestr hon gyda'r un hidlyddion a'r un drefn",
    "a cursor that this list gave with the same filters and the same sort",
)
SO_MANY: Final = Label("hyd at {most} o werthoedd", "up to {most} values")
IDS: Final = Label("dynodwyr eitemau (UUID)", "ids of items (UUIDs)")
TOPICS: Final = Label("codau pynciau, fel y mae ‘topics’ yn eu rhoi", "topic codes, as ‘topics’ gives them")
SECTIONS: Final = Label("rhifau adrannau, fel 6 neu 6.2", "section numbers, such as 6 or 6.2")

"""The sentences of the problems that only fields of Query have, in both languages, with their fields in braces."""

from typing import Final

from cms.content.vocabularies import Label

WHICH_ITEM: Final = Label(
    "Rhowch ‘item’, ‘id’ neu ‘path’ i ddweud pa eitem a geisir.", "Give ‘item’, ‘id’ or ‘path’ to say which item."
)
ONE_NAME: Final = Label("Rhowch un yn unig o ‘item’, ‘id’ a ‘path’.", "Give only one of ‘item’, ‘id’ and ‘path’.")
WHICH_TERM: Final = Label("Rhowch ‘term’ neu ‘id’ i ddweud pa derm a geisir.", "Give ‘term’ or ‘id’ to say which term.")
ONE_TERM_NAME: Final = Label(
    "Rhowch naill ai ‘term’ neu ‘id’, nid y ddau.", "Give either ‘term’ or ‘id’, not both of them."
)
NO_ID: Final = Label(
    "Rhaid i ‘id’ fod yn ddynodwr a roddodd y gwasanaeth hwn i'r hyn a geisir, neu'n UUID, er enghraifft {example}.",
    "‘id’ must be an id that this service gave of what is wanted, or a UUID, for example {example}.",
)
NO_NODE_ID: Final = Label(
    "Rhaid i ‘id’ fod yn ddynodwr a roddodd y gwasanaeth hwn fel ‘id’. Mae ‘item’ yn cymryd UUID.",
    "‘id’ must be an id that this service gave as ‘id’. It is ‘item’ that takes a UUID.",
)
NO_NODE: Final = Label("Nid oes dim cyhoeddus â'r dynodwr hwn.", "There is nothing public with this id.")
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
IDS: Final = Label("dynodwyr eitemau, neu eu UUID", "ids of items, or their UUIDs")
AN_ID: Final = Label("dynodwr a roddodd y gwasanaeth hwn", "an id that this service gave")
A_NODE_ID: Final = Label("dynodwr a roddodd y gwasanaeth hwn fel ‘id’", "an id that this service gave as ‘id’")
TOPICS: Final = Label("codau pynciau, fel y mae ‘topics’ yn eu rhoi", "topic codes, as ‘topics’ gives them")
SECTIONS: Final = Label("rhifau adrannau, fel 6 neu 6.2", "section numbers, such as 6 or 6.2")

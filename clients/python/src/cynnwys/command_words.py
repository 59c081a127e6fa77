"""What the command line says, in both languages."""

from typing import Final, NamedTuple

from .client import Language


class Words(NamedTuple):
    """The texts of one language."""

    description: str
    options: str
    help: str
    commands: str
    arguments: str
    sync: str
    show: str
    file: str
    url: str
    key: str
    lang: str
    type: str
    follow: str
    language: str
    item: str
    item_language: str
    taken_up: str
    not_public: str
    no_answer: str
    no_copy: str
    no_address: str


WORDS: Final[dict[Language, Words]] = {
    "en": Words(
        description="Keeps a copy of the content, and reads from it.",
        options="options",
        help="show this help and end",
        commands="commands",
        arguments="arguments",
        sync="bring a copy into step, or keep it so",
        show="print an item of a copy as JSON",
        file="a SQLite file, made where there is none",
        url="the address of the API, such as https://api.example.org",
        key="a partner's key; everything can be read without one",
        lang="keep one language only",
        type="keep this type of item only; may be repeated",
        follow="stay, and take up each change as it happens",
        language="the language of messages",
        item="the item's id",
        item_language="the language of the item",
        taken_up="{file}: {count} changes taken up",
        not_public="{id} is not public in {lang}.",
        no_answer="There was no answer: {error}",
        no_copy="This is not a copy that can be opened: {error}",
        no_address="This is not the address of an API: {url}",
    ),
    "cy": Words(
        description="Mae'n cadw copi o'r cynnwys, ac yn darllen ohono.",
        options="opsiynau",
        help="dangos y cymorth hwn a gorffen",
        commands="gorchmynion",
        arguments="ymresymiadau",
        sync="dod â chopi yn gyfredol, neu ei gadw felly",
        show="argraffu eitem o gopi fel JSON",
        file="ffeil SQLite, a gaiff ei chreu os nad yw'n bod",
        url="cyfeiriad yr API, fel https://api.example.org",
        key="allwedd partner; gellir darllen popeth heb un",
        lang="cadw un iaith yn unig",
        type="cadw'r math hwn o eitem yn unig; gellir ei ailadrodd",
        follow="aros, a derbyn pob newid wrth iddo ddigwydd",
        language="iaith y negeseuon",
        item="dynodwr yr eitem",
        item_language="iaith yr eitem",
        taken_up="{file}: nifer y newidiadau a dderbyniwyd: {count}",
        not_public="Nid yw {id} yn gyhoeddus yn yr iaith hon ({lang}).",
        no_answer="Ni chafwyd ateb: {error}",
        no_copy="Nid yw hwn yn gopi y gellir ei agor: {error}",
        no_address="Nid cyfeiriad API yw hwn: {url}",
    ),
}

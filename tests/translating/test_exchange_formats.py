"""What others make of our files: XLIFF is as OASIS's schema has it, and PO that another library wrote comes back the same."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po as read_by_babel
from babel.messages.pofile import write_po as write_by_babel
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from cms.desk.translating.exchange.po_files import read_po, write_po
from cms.desk.translating.exchange.xliff_files import read_xliff, write_xliff
from tests.factories import content as make
from tests.publication.editors import administrator

from .test_exchange import MOST_TEXTS, NAMESPACE, PAIRS, normal, out, record, segment
from .translated_pairs import moved_on

SCHEMA = Path(__file__).parent / "xliff_schema" / "xliff_core_2.0.xsd"
ODD = ('<b>a <i>b</i></b><br/><a id="a1">c</a>', "tab\tand \x07 and \ufeff end")
pytestmark = pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")


def schema() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMA))


def place(one: Any) -> str:
    return f"Lle {one.pk} <&> “{one.path}”"


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PAIRS, min_size=1, max_size=MOST_TEXTS))
@example([ODD])
def test_every_xliff_file_is_valid(texts: Any) -> None:
    made = write_xliff(record(), [segment(number, *pair) for number, pair in enumerate(texts)], place)
    schema().assertValid(etree.fromstring(made))


def test_the_schema_refuses_what_is_not_xliff() -> None:
    made = etree.fromstring(write_xliff(record(), [segment(1, "one", "un")], place))
    made.find(".//x:segment", NAMESPACE).set("state", "done")
    assert not schema().validate(made)


@pytest.mark.django_db
def test_the_file_of_a_page_is_valid() -> None:
    _page, _welsh, translation = moved_on()
    schema().assertValid(etree.fromstring(out(administrator(), translation, "xliff").encode()))


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PAIRS, max_size=MOST_TEXTS))
@example([ODD])
def test_po_written_anew_by_another_library_comes_back_the_same(texts: Any) -> None:
    translation, segments = record(), [segment(number, *pair) for number, pair in enumerate(texts)]
    catalog = read_by_babel(BytesIO(write_po(translation, segments, place)), locale="cy", abort_invalid=True)
    again = BytesIO()
    write_by_babel(again, catalog, width=76)
    back = {one.path: one for one in read_po(again.getvalue(), translation, segments)}
    assert {path: normal(one.data) for path, one in back.items()} == {one.path: normal(one.text) for one in segments}
    assert {path: normal(one.source) for path, one in back.items()} == {
        one.path: normal(one.source) for one in segments
    }
    assert not any(one.is_final for one in back.values() if one.data)


def test_a_translation_by_another_library_is_taken_as_its_words(subtests: Any) -> None:
    translation, segments = record(), [segment(1, f"English: one<br/>{make.words('en')}", "")]
    catalog = read_by_babel(BytesIO(write_po(translation, segments, place)), locale="cy")
    (message,) = (one for one in catalog if one.id)
    message.string = "Cymraeg: “un”<br/>a'r\\llall"
    written = BytesIO()
    write_by_babel(written, catalog, width=20)
    (back,) = read_po(written.getvalue(), translation, segments)
    assert (back.data, back.is_final, back.seen) == (message.string, True, segments[0].token)
    assert read_xliff(write_xliff(translation, segments, place), translation, segments)[0].key == back.key

"""Files for translators outside: what goes out comes back the same, and what does not fit is refused with its lines."""

import re
from typing import Any
from uuid import uuid4

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.strings import StringValue

from cms.desk.translating.exchange.incoming_texts import key_of
from cms.desk.translating.exchange.po_files import read_po, write_po
from cms.desk.translating.exchange.xliff_files import read_xliff, write_xliff
from cms.desk.translating.models import SegmentDraft
from cms.desk.translating.segment_texts import SegmentText
from tests.factories import content as make
from tests.publication.editors import administrator, edit_url, editor, said

from .translated_pairs import FIRST, LATER, WELSH, at, confirmed, moved_on, translation_of, untranslated

NAMESPACE = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
LETTERS = st.characters(codec="utf-8", exclude_characters="\r")
WORDS = st.text(LETTERS, min_size=1, max_size=12)
MOST_TEXTS = 4


@st.composite
def inline(draw: Any, kinds: tuple[str, ...] = ("", "", "b", "em", "a", "br")) -> str:
    """Any text that a source or translation may be."""
    parts = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(kinds))
        text = str(StringValue.from_plaintext(draw(WORDS)).data)
        inside = {"a": f'<a id="a{number}">{text}</a>', "br": f"{text}<br/>", "": text}
        parts.append(inside.get(kind, f"<{kind}>{text}</{kind}>"))
    return str(StringValue.from_translated_html("".join(parts)).data)


def record() -> Translation:
    """A translation of nothing, which no database has."""
    source = TranslationSource(locale=Locale(language_code="en"))
    return Translation(uuid=uuid4(), source=source, target_locale=Locale(language_code="cy"))


def segment(number: int, source: str, text: str) -> SegmentText:
    draft = SegmentDraft(data=text) if text else None
    path = f"body.{number}"
    return SegmentText(number, path, number, number, number, source, "", "", draft=draft)


# A translation has no links but those of its source.
TARGETS = st.one_of(st.just(""), inline(kinds=("", "b", "i", "br")))
PAIRS = st.one_of(st.tuples(inline(), TARGETS), inline().map(lambda text: (text, text)))


@given(st.lists(PAIRS, max_size=MOST_TEXTS))
@pytest.mark.parametrize(("write", "read"), [(write_xliff, read_xliff), (write_po, read_po)])
def test_every_text_comes_back_as_it_went_out(write: Any, read: Any, texts: Any) -> None:
    translation, segments = record(), [segment(number, *pair) for number, pair in enumerate(texts)]
    back = read(write(translation, segments, lambda one: f"Lle {one.pk}"), translation, segments)
    # A reader of HTML does away with the signs that no text may have.
    assert [normal(one.source) for one in back] == [normal(one.source) for one in segments]
    assert [normal(one.data) for one in back] == [normal(one.text) for one in segments]
    assert [(one.key, one.seen) for one in back] == [(key_of(one), one.token) for one in segments]
    assert not any(one.is_final for one in back if one.data)


def normal(data: str) -> str:
    return str(StringValue.from_translated_html(data).data)


pytestmark = pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")


def out(client: Client, translation: Translation, kind: str) -> str:
    return client.get(reverse("translating:export", args=[translation.pk, kind])).content.decode()


def back(client: Client, translation: Translation, content: str | bytes) -> str:
    """What is said of an upload."""
    upload = SimpleUploadedFile("file", content if isinstance(content, bytes) else content.encode())
    response = client.post(reverse("translating:import", args=[translation.pk]), {"file": upload}, follow=True)
    return " ".join(re.sub(r"<[^>]+>", " ", said(response)).split())


def filled(text: str, kind: str, words: str, *, state: str = "final") -> str:
    """A file in which a translator outside has translated the summary."""
    if kind == "po":
        po = polib.pofile(text, wrapwidth=0)
        (entry,) = (one for one in po if one.msgctxt == "summary")
        entry.msgstr = words
        entry.flags = [] if state == "final" else ["fuzzy"]
        return str(po)
    root = etree.fromstring(text.encode())
    (found,) = root.xpath('//x:unit[@name="summary"]/x:segment', namespaces=NAMESPACE)
    found.set("state", state)
    etree.SubElement(found, f"{{{NAMESPACE['x']}}}target").text = words
    return etree.tostring(root, encoding="unicode")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xliff", "po"])
def test_what_a_translator_outside_has_done_counts_and_what_is_not_called_done_waits(kind: str) -> None:
    _page, _welsh, translation = moved_on()
    client = administrator()
    text = out(client, translation, kind)
    assert "Summary" in text
    assert "1 text that the file does not call translated waits" in back(
        client, translation, filled(text, kind, "Cymraeg: hanner", state="initial")
    )
    assert untranslated(translation) == {"summary"}
    again = filled(out(client, translation, kind).replace("Cymraeg: hanner", ""), kind, "Cymraeg: o'r tu allan")
    again = again.replace("<target/>", "")
    assert "1 text was taken over." in back(client, translation, again)
    assert confirmed(translation, "summary").data == "Cymraeg: o'r tu allan"
    assert "0 texts were taken over." in back(client, translation, out(client, translation, kind))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xliff", "po"])
def test_a_file_that_does_not_fit_is_refused_whole_and_names_its_lines(kind: str) -> None:
    page, _welsh, translation = moved_on()
    client = administrator()
    text = filled(out(client, translation, kind), kind, "Cymraeg: newydd")
    line = text[: text.index('name="summary"' if kind == "xliff" else "#. Summary")].count("\n") + 1
    mine = text.replace(LATER, f"{LATER} Another.")
    assert f"Line {line}: the original has changed since the file was made" in back(client, translation, mine)
    another = text.replace(str(translation.uuid), str(uuid4()))
    assert "the file is of another page" in back(client, translation, another)
    broken = (
        text.replace("</unit>", "</units>", 1)
        if kind == "xliff"
        else text.replace('msgid "English', 'msgidd "English', 1)
    )
    assert re.search(r"Line \d+: this is not", back(client, translation, broken))
    tag = text.replace("Cymraeg: newydd", "Cymraeg: <i>x" if kind == "po" else '<pc id="a1">x</pc>')
    assert re.search(r"Line \d+: ", back(client, translation, tag.replace("<i>x", '<a id=\\"a9\\">x</a>')))
    assert untranslated(translation) == {"summary"}
    make.publish(page, summary=f"{LATER} And more.")
    make.source_of(page)
    assert f"Line {line}: the original has changed since the file was made" in back(client, translation, text)
    assert untranslated(translation) == {"summary"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xliff", "po"])
def test_lost_links_and_tags_are_refused_with_their_line(kind: str) -> None:
    home, welsh_home = make.homes()
    text = '<p>English: see <a href="https://x.example/">there</a> in <b>bold</b></p>'
    page = make.landing(home, "en", body=[("text", text)])
    make.translate(page)
    client, translation = editor(home, welsh_home), translation_of(page)
    content = out(client, translation, kind)
    lost = re.sub(r'(<target>.*?)<pc id="a1"[^>]*>(.*?)</pc>(.*?)<pc [^>]*>(.*?)</pc>', r"\1\2\3\4", content)
    if kind == "po":
        lost = re.sub(
            r'^(msgstr ".*?)<a id=\\"a1\\">(.*?)</a>(.*?)<b>(.*?)</b>', r"\1\2\3\4", content, flags=re.MULTILINE
        )
    assert lost != content
    told = back(client, translation, lost)
    assert re.search(r"Line \d+: The link “there” is missing\.", told)
    assert re.search(
        r"Line \d+: the tag <b> of the original is missing\.|Line \d+: the tag &lt;b&gt; of the original", told
    )


@pytest.mark.django_db
def test_words_written_here_meanwhile_are_not_overwritten() -> None:
    _page, _welsh, translation = moved_on()
    client = administrator()
    text = filled(out(client, translation, "xliff"), "xliff", "Cymraeg: o'r tu allan")
    segment = at(translation, "summary")
    address = reverse("translating:text", args=[translation.pk, segment.pk])
    client.post(address, {"text": "Cymraeg: fan hyn", "word": "confirm", "base": segment.token})
    assert "somebody has changed this translation here since the file was made" in back(client, translation, text)
    assert at(translation, "summary").text == "Cymraeg: fan hyn"


@pytest.mark.django_db
def test_xml_that_fetches_grows_or_brings_its_own_type_is_refused(tmp_path: Any) -> None:
    _page, _welsh, translation = moved_on()
    client = administrator()
    secret = tmp_path / "secret"
    secret.write_text("cyfrinach")
    text = filled(out(client, translation, "xliff"), "xliff", "Cymraeg: &one;").replace("&amp;one;", "&one;")
    bombs = [
        f'<!DOCTYPE xliff [<!ENTITY one SYSTEM "{secret.as_uri()}">]>',
        '<!DOCTYPE xliff [<!ENTITY nine "xxxxxxxxxx"><!ENTITY one "&nine;&nine;&nine;">]>',
        '<!DOCTYPE xliff SYSTEM "https://x.example/xliff.dtd">',
    ]
    for bomb in bombs:
        for encoding in ("utf-8", "utf-16"):
            told = back(client, translation, f"{bomb}{text.partition('?>')[2] or text}".encode(encoding))
            assert "Nothing was taken over" in told
            assert "cyfrinach" not in told
    assert untranslated(translation) == {"summary"}
    assert "this is no PO file" in back(client, translation, str(secret))
    assert "the file is not in UTF-8" in back(client, translation, b'msgid "\xff"')


@pytest.mark.django_db
def test_who_may_not_edit_the_translation_gets_no_file_and_wagtail_localize_s_addresses_are_ours() -> None:
    page, welsh, translation = moved_on()
    home = make.fresh(page).get_parent()
    stranger = editor(home, name="dieithryn")
    for name in ("translating:export", "wagtail_localize:download_pofile"):
        args = [translation.pk, "po"] if name.startswith("translating") else [translation.pk]
        assert stranger.get(reverse(name, args=args)).status_code == 302
    upload = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    content = filled(out(administrator(), translation, "po"), "po", "Cymraeg: newydd").replace(FIRST, FIRST)
    broken = SimpleUploadedFile("x.po", content.replace(str(translation.uuid), str(uuid4())).encode())
    client = editor(home, welsh, name="arall")
    assert client.post(upload, {"file": broken}).headers["Location"] == edit_url(welsh)
    assert untranslated(translation) == {"summary"}
    assert content != WELSH

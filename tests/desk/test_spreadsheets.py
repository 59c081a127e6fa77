"""Every report of the admin can be had as CSV and as XLSX, and no cell of a CSV is a formula."""

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, override
from openpyxl import load_workbook  # type: ignore[import-untyped]
from wagtail.admin.menu import reports_menu
from wagtail.users.models import UserProfile

from cms.publication.admin.exporting.spreadsheets import FORMATS, spreadsheet
from tests.factories import content as make
from tests.publication.editors import held_back
from tests.publication.pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
# A tool: it lists nothing of its own.
NO_LIST = {"search-trial"}
UTF8_MARK = b"\xef\xbb\xbf"
# A moment with its microseconds or its distance to Greenwich, which a spreadsheet takes for a text.
MACHINES_MOMENT = re.compile(r"\d\d:\d\d:\d\d\.\d{6}|\d\d:\d\d\+\d\d:\d\d")


def reports(user: Any) -> dict[str, str]:
    """The addresses of the menu of reports, by name."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return {item.name: item.url for item in reports_menu.menu_items_for_request(request)}


def cells(content: bytes, format_: str) -> list[list[str]]:
    if format_ == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


def test_every_report_of_the_menu_is_offered_in_both_formats_and_has_what_its_page_shows(subtests: Any) -> None:
    page, _ = pair("en")
    held_back(page.get_parent())
    make.publish(page, title="English: held", summary=make.words("en", "a b"))
    user = get_user_model().objects.create_superuser("golygydd")
    client = Client()
    client.force_login(user)
    found = reports(user)
    assert found.keys() > NO_LIST
    assert len(found) >= 15
    shown = {"parity": "Cymraeg: one", "languages-that-wait": "English: held", "not-public-yet": "Cafcass Cymru"}
    for name, url in found.items():
        if name in NO_LIST:
            continue
        html = client.get(url).content.decode()
        for format_ in FORMATS:
            with subtests.test(name=name, format=format_):
                assert f"export={format_}" in html
                response = client.get(url, {"export": format_})
                assert 'filename="' in response["Content-Disposition"]
                assert response["Content-Disposition"].endswith(f'.{format_}"')
                content = response.getvalue()
                assert (format_ == "csv") == content.startswith(UTF8_MARK)
                assert f"-{timezone.localdate().isoformat()}.{format_}" in response["Content-Disposition"]
                rows = cells(content, format_)
                assert not [cell for row in rows for cell in row if MACHINES_MOMENT.search(cell)]
                assert rows[0] != []
                assert len({len(row) for row in rows}) == 1
                assert any(shown.get(name, "") in cell for row in rows for cell in row)


def test_a_text_that_a_spreadsheet_would_calculate_is_kept_as_a_text() -> None:
    made = [spreadsheet(name, "x", ["Title", "Count"], [["=1+1", 2]]) for name in ("csv", "xlsx")]
    read = [cells(one.getvalue(), name) for one, name in zip(made, ("csv", "xlsx"), strict=True) if one is not None]
    assert read == [[["Title", "Count"], ["'=1+1", "2"]], [["Title", "Count"], ["=1+1", "2"]]]
    assert spreadsheet("pdf", "x", [], []) is None


def test_a_moment_is_that_of_wales() -> None:
    summer = datetime(2026, 7, 1, 11, 30, 12, 345, tzinfo=UTC)
    made = [spreadsheet(name, "x", ["When"], [[summer]]) for name in ("csv", "xlsx")]
    read = [cells(one.getvalue(), name) for one, name in zip(made, ("csv", "xlsx"), strict=True) if one is not None]
    assert read[0] == [["When"], ["2026-07-01 12:30"]]
    assert read[1][1][0].startswith("2026-07-01 12:30:12")


def test_a_file_has_the_name_of_its_report_in_the_language_of_the_screen() -> None:
    user = get_user_model().objects.create_superuser("golygydd")
    UserProfile.objects.create(user=user, preferred_language="cy")
    client = Client()
    client.force_login(user)
    address = reports(user)["parity"]
    answer = client.get(address, {"export": "csv"})
    with override("cy"):
        assert slugify(gettext("Parity of the languages")) in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["parity", "not-public-yet", "bin", "aging-pages"])
def test_every_line_is_in_the_language_of_the_screen_although_it_is_made_after_the_answer(name: str) -> None:
    page, _ = pair("en")
    make.publish(page, title="English: two", summary=make.words("en", "a b"))
    user = get_user_model().objects.create_superuser("golygydd")
    UserProfile.objects.create(user=user, preferred_language="cy")
    client = Client()
    client.force_login(user)
    address = reports(user)[name]
    made = []
    for language in ("cy", "en"):
        answer: Any = client.get(address, {"export": "csv"})
        with override(language):
            made.append(b"".join(answer.streaming_content).decode())
    assert made[0] == made[1]

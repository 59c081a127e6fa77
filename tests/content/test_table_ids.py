"""A cell's translation follows the cell: through rows and columns that are put in, taken out, moved and changed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail_localize.models import StringTranslation, Translation

from cms.content.blocks.table_ids import keys_of, with_keys
from tests.factories import content as make
from tests.publication.editions import payload, state

GRID = [["Question", "Answer"], ["Is there a plan?", "Yes"], ["Will there be a meeting?", "Yes"], ["Who comes?", "Yes"]]
WELSH = [["Cwestiwn", "Ateb"], ["A oes cynllun?", "Oes"], ["A fydd cyfarfod?", "Bydd"], ["Pwy ddaw?", "Pawb"]]


def table(rows: list[list[Any]], **more: Any) -> dict[str, Any]:
    """As the form sends it: without keys."""
    return {"data": rows, "table_caption": "", "first_row_is_table_header": True, **more}


LINES = st.lists(st.text("ab ", max_size=2), min_size=2, max_size=2)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(rows=st.lists(LINES, min_size=1, max_size=5), put_in=st.lists(LINES, max_size=2), place=st.integers(0, 5))
def test_what_was_there_keeps_its_keys_whatever_is_put_in(rows: Any, put_in: Any, place: int) -> None:
    """Lines that are told from all others keep their keys, and no key is given twice."""
    place = min(place, len(rows))
    before = with_keys(table(rows), table(rows))
    after = with_keys(table([*rows[:place], *put_in, *rows[place:]]), before)
    (old, old_columns), (new, new_columns) = keys_of(before), keys_of(after)
    assert old_columns == new_columns
    assert len(set(new)) == len(new) == len(rows) + len(put_in)
    assert set(old) <= set(new)
    for line, key in zip(rows, old, strict=True):
        if rows.count(line) == 1 and line not in put_in:
            assert after["data"][new.index(key)] == line


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([*GRID[:1], ["New?", "Yes"], *GRID[1:]], [0, None, 1, 2, 3]),
        ([GRID[0], GRID[3], GRID[1], GRID[2]], [0, 3, 1, 2]),
        ([GRID[0], GRID[2]], [0, 2]),
        ([GRID[0], ["Is there a plan yet?", "Yes"], *GRID[2:]], [0, 1, 2, 3]),
        ([GRID[0], ["Quite", "other"], *GRID[2:]], [0, 1, 2, 3]),
        ([["New", *row] for row in GRID], [0, 1, 2, 3]),
        ([["n", "e", "w"], *([row[0], "x", row[1]] for row in GRID)], [None, 0, 1, 2, 3]),
    ],
)
def test_rows_are_known_again(rows: Any, kept: Any) -> None:
    keys, _ = keys_of(with_keys(table(rows), table(GRID)))
    known = [int(key) if key in {"0", "1", "2", "3"} else None for key in keys]
    assert known == kept


@pytest.fixture
def translated() -> tuple[Any, Any]:
    """A page with a table whose three cells "Yes" are three words in Welsh, and its translation."""
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=[("table", table(GRID))])
    block = make.fresh(page).body[0].id
    given_texts = {
        f"body.{block}.{row}.{column}": text for row, line in enumerate(WELSH) for column, text in enumerate(line)
    }
    return page, make.translate(page, given=given_texts)


def edit(page: Any, rows: list[list[Any]]) -> None:
    """Changes the table as its form does, and syncs the translation."""
    block = make.fresh(page).body.raw_data[0]
    make.publish(page, body=[{"type": "table", "id": block["id"], "value": table(rows)}])
    with make.committed():
        source = make.source_of(page)
        Translation.objects.get(source=source).save_target(publish=True)


def cells(page: Any) -> list[list[str]]:
    return [list(row) for row in make.fresh(page).body[0].value["data"]]


@pytest.mark.django_db
def test_translations_stay_with_their_cells_when_rows_and_columns_are_put_in(translated: Any) -> None:
    page, welsh = translated
    assert payload(welsh)["body"][0]["rows"] == WELSH
    edit(page, [GRID[0], ["New?", "Yes"], *GRID[1:]])
    assert cells(welsh) == [WELSH[0], ["New?", "Yes"], *WELSH[1:]]
    edit(page, [[row[0], "1", row[1]] for row in [GRID[0], ["New?", "Yes"], *GRID[1:]]])
    assert cells(welsh) == [[row[0], "1", row[1]] for row in [WELSH[0], ["New?", "Yes"], *WELSH[1:]]]
    edit(page, [[row[0], "1", row[1]] for row in [GRID[0], GRID[3], GRID[2]]])
    assert cells(welsh) == [[row[0], "1", row[1]] for row in [WELSH[0], WELSH[3], WELSH[2]]]
    assert state(welsh) == "published"


@pytest.mark.django_db
def test_a_table_from_before_keys_keeps_its_translations(translated: Any) -> None:
    _, welsh = translated
    assert keys_of(table(GRID)) == (["0", "1", "2", "3"], ["0", "1"])
    assert cells(welsh) == WELSH
    assert StringTranslation.objects.filter(context__path__endswith=".3.1", data="Pawb").exists()

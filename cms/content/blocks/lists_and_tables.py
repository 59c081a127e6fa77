"""Checklists and tables."""

from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block import blocks as wagtail_table
from wagtail_localize.segments import StringSegmentValue

from ..declaration import fields
from ..declaration.blocks import BlockPayload, block
from ..projection.context import Context
from .table_ids import keys_of

CAPTION = "caption"
HEADER: Final = fields.ClosedList(
    "TableHeader",
    "Which cells of a table are headings.",
    {
        "row": "Those of the first row.",
        "column": "Those of the first column.",
        "both": "Those of the first row and of the first column.",
        "neither": "None.",
    },
)


class ChecklistBlock(blocks.StructBlock):
    """Points to tick off, in order."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    points = blocks.ListBlock(blocks.TextBlock(label=_("Point")), label=_("Points"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Checklist")


@block("checklist")
class ChecklistPayload(BlockPayload):
    """Points to be ticked off."""

    type: Literal["checklist"]
    title: str = fields.heading("Its title.")
    points: list[str] = fields.text("The points, in order.")


class TableBlock(wagtail_table.TableBlock):
    """A table of plain text. wagtail-localize copies Wagtail's tables unseen; here each cell is a segment."""

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        """One segment a cell, named by the keys of its row and column, and one for the caption."""
        if not value:
            return []
        rows, columns = keys_of(value)
        cells = [
            StringSegmentValue(f"{row}.{column}", str(cell))
            for row, line in zip(rows, value.get("data") or [], strict=True)
            for column, cell in zip(columns, line, strict=False)
            if cell
        ]
        caption = value.get("table_caption") or ""
        return [*cells, StringSegmentValue(CAPTION, caption)] if caption else cells

    def restore_translated_segments(self, value: dict[str, Any], segments: list[Any]) -> dict[str, Any]:
        """The table with translated cells; cells without a translation keep what they had."""
        table = {**value, "data": [list(line) for line in value.get("data") or []]}
        rows, columns = ({key: place for place, key in enumerate(keys)} for keys in keys_of(value))
        for segment in segments:
            if segment.path == CAPTION:
                table["table_caption"] = segment.render_text()
                continue
            row_key, _dot, column_key = segment.path.partition(".")
            row, column = rows.get(row_key), columns.get(column_key)
            if row is not None and column is not None and column < len(table["data"][row]):
                table["data"][row][column] = segment.render_text()
        return table

    class Meta:
        icon = "table"
        label = _("Table")


def _table(value: Any, context: Context, path: str) -> dict[str, Any] | None:
    if not value:
        return None
    rows = [[str(cell or "") for cell in line] for line in value.get("data") or []]
    header = {"col": "column"}.get(value.get("table_header_choice") or "", value.get("table_header_choice"))
    return {"caption": value.get("table_caption") or "", "header": header or "neither", "rows": rows}


@block("table", _table)
class TablePayload(BlockPayload):
    """A table of plain text."""

    type: Literal["table"]
    caption: str = fields.heading("What it shows; empty where that is not said.")
    header: Literal["row", "column", "both", "neither"] = fields.code("Which cells are headings.", HEADER)
    rows: list[list[str]] = fields.text("Its cells, row by row.")

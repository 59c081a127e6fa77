"""The menu of a table's cells: its editor knows no Welsh, and takes the names that it is given."""

from functools import wraps
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableInput, TableInputAdapter

_NAMES: Final = {
    "row_above": _("Insert row above"),
    "row_below": _("Insert row below"),
    "col_left": _("Insert column to the left"),
    "col_right": _("Insert column to the right"),
    "remove_row": _("Remove row"),
    "remove_col": _("Remove column"),
    "undo": _("Undo"),
    "redo": _("Redo"),
}


def install() -> None:
    """Gives the names with the options of each table."""
    plain = TableInputAdapter.js_args

    @wraps(plain)
    def js_args(self: TableInputAdapter, widget: TableInput) -> list[Any]:
        options, *others = plain(self, widget)
        return [{**options, "contextMenu": named(options.get("contextMenu"))}, *others]

    TableInputAdapter.js_args = js_args


def named(menu: Any) -> Any:
    """The entries of a menu with their names; a menu that is not a list as it is."""
    if not isinstance(menu, list):
        return menu
    items: dict[str, Any] = {}
    for place, key in enumerate(menu):
        if key in _NAMES:
            items[key] = {"name": str(_NAMES[key])}
        else:
            items[f"line_{place}"] = key
    return {"items": items}

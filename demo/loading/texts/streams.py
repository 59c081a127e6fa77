"""Builds what StreamFields keep, from the demo's YAML, following the definitions of the blocks themselves.

A value in one language is read from the same YAML as in the other and gets the same block ids.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.content.blocks.flowchart import FlowchartBlock, chart_of
from cms.content.blocks.shared import Shared
from cms.content.flowcharts.chart_rules import problems

from .. import identity
from .words import Words

_TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.EmailBlock)
_HEADERS = ("row", "column", "both", "neither")


class Streams(Words):
    """The StreamField values of one item in one language."""

    def stream(self, block: blocks.StreamBlock, entries: Any, path: str) -> list[dict[str, Any]]:
        """The raw value of a stream. Where it takes only one type of block, an entry need not name it."""
        only = next(iter(block.child_blocks)) if len(block.child_blocks) == 1 else None
        return [self._entry(block, only, entry, f"{path}.{n}") for n, entry in enumerate(self._list(entries, path))]

    def _entry(self, block: blocks.StreamBlock, only: str | None, entry: Any, path: str) -> dict[str, Any]:
        name, value = only, entry
        if isinstance(entry, Mapping) and len(entry) == 1 and next(iter(entry)) in block.child_blocks:
            name, value = next(iter(entry.items()))
        if name is None:
            named = ", ".join(map(str, entry)) if isinstance(entry, Mapping) else str(entry)
            raise self.error(path, f"no block is called {named[:60]}")
        path = path if name == only else f"{path}.{name}"
        return {
            "type": name,
            "value": self._value(block.child_blocks[name], value, path),
            "id": identity.of_block(self.item.key, path),
        }

    def _value(self, block: blocks.Block, value: Any, path: str) -> Any:
        if isinstance(block, FlowchartBlock):
            return self._flowchart(block, value, path)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, path)
        if isinstance(block, blocks.StreamBlock):
            return self.stream(block, value, path)
        if isinstance(block, blocks.ListBlock):
            return self._items(block, value, path)
        if isinstance(block, TableBlock):
            return self._table(value, path)
        if isinstance(block, blocks.RichTextBlock):
            return self.html(value, path)
        if isinstance(block, blocks.ChooserBlock):
            return self._chosen(block, value, path)
        bilingual = isinstance(block, _TEXTS) and not isinstance(block, Shared)
        return self._cleaned(block, self.words(value, path) if bilingual else value, path)

    def _struct(self, block: blocks.StructBlock, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise self.error(path, "is not a group of values")
        if unknown := sorted(str(name) for name in set(value) - set(block.child_blocks)):
            raise self.error(f"{path}.{unknown[0]}", f"is none of {', '.join(block.child_blocks)}")
        return {
            name: self._value(child, value[name], f"{path}.{name}")
            if name in value
            else self._left_out(child, f"{path}.{name}")
            for name, child in block.child_blocks.items()
        }

    def _flowchart(self, block: FlowchartBlock, value: Any, path: str) -> dict[str, Any]:
        """A chart that the editor's form would take, too."""
        chart = self._struct(block, value, path)
        for problem in problems(chart_of(block.to_python(chart))):
            where = path if problem.step is None else f"{path}.steps.{problem.step}"
            where = where if problem.arrow is None else f"{where}.arrows.{problem.arrow}"
            raise self.error(where, problem.message)
        return chart

    def _left_out(self, block: blocks.Block, path: str) -> Any:
        """As the editor's form leaves it. None instead of an empty text would stop wagtail-localize."""
        if isinstance(block, blocks.ChoiceBlock | blocks.BooleanBlock) and block.get_default() is not None:
            return block.get_default()
        if block.required:
            raise self.error(path, "is missing")
        if isinstance(block, (*_TEXTS, blocks.RichTextBlock)):
            return ""
        return [] if isinstance(block, blocks.ListBlock | blocks.StreamBlock) else None

    def _items(self, block: blocks.ListBlock, value: Any, path: str) -> list[dict[str, Any]]:
        if value == [] and not block.meta.min_num:
            return []
        # wagtail-localize finds no segments in a list that is not in this form.
        return [
            {
                "type": "item",
                "value": self._value(block.child_block, entry, f"{path}.{number}"),
                "id": identity.of_block(self.item.key, f"{path}.{number}"),
            }
            for number, entry in enumerate(self._list(value, path))
        ]

    def _table(self, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, Mapping) or set(value) != {"caption", "header", "rows"}:
            raise self.error(path, "is not a table with caption, header and rows")
        if value["header"] not in _HEADERS:
            raise self.error(f"{path}.header", f"is none of {', '.join(_HEADERS)}")
        where = f"{path}.rows"
        rows = [self._list(row, f"{where}.{number}") for number, row in enumerate(self._list(value["rows"], where))]
        if len({len(row) for row in rows}) != 1:
            raise self.error(where, "do not all have the same number of cells")
        data = [[self._cell(cell, f"{where}.{r}.{c}") for c, cell in enumerate(row)] for r, row in enumerate(rows)]
        return {
            "data": data,
            "cell": [],
            "mergeCells": [],
            "first_row_is_table_header": value["header"] in ("row", "both"),
            "first_col_is_header": value["header"] in ("column", "both"),
            "table_header_choice": value["header"],
            "table_caption": self.words(value["caption"], f"{path}.caption"),
        }

    def _cell(self, value: Any, path: str) -> str:
        return "" if value in ("", None) else self.words(value, path)

    def _chosen(self, block: blocks.ChooserBlock, key: Any, path: str) -> int:
        references, source = self.references, self.item.source
        if isinstance(block, DocumentChooserBlock):
            return self.known(lambda k: references.files[k, self.language], key, path)
        if isinstance(block, ImageChooserBlock):
            return self.known(lambda k: references.pictures[k], key, path)
        if isinstance(block, blocks.PageChooserBlock):
            return self.known(lambda k: references.page(k, source), key, path)
        if isinstance(block, SnippetChooserBlock):
            kind = block.target_model._meta.model_name
            return self.known(lambda k: references.snippet(kind, k, source), key, path)
        raise self.error(path, f"the demo has nothing for a {type(block).__name__}")

    def _cleaned(self, block: blocks.FieldBlock, value: Any, path: str) -> Any:
        try:
            return block.field.clean(value)
        except ValidationError as error:
            raise self.error(path, " ".join(error.messages)) from error

    def _list(self, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise self.error(path, "is not a list with something in it")
        return value

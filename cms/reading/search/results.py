"""What was found, as the search page's template shows it."""

import json
from typing import Any, Final

from django.utils.safestring import mark_safe

from cms.content.languages import Language
from search.querying.search_results import Hit, HitHighlight, SearchResults

from ..item_page import part_label
from ..labels import SEARCH_FACETS, WORDS
from ..wording import written_results
from .form import Asked

Value = dict[str, Any]
# Shown in their own place with the words marked; what else was found is shown below them.
_WHOLE: Final = ("title", "summary")


def results_context(results: SearchResults, asked: Asked) -> Value:
    """What the template is given of a page of results."""
    language = results.language
    also = WORDS[language]["search_also"].format(results=written_results(results.twin_total, language))
    return {
        "heading": written_results(results.total, language),
        "found": results.total,
        "hits": [_hit(hit, language) for hit in results.hits],
        "facets": _facets(results, asked),
        "everything": asked.everything().path if asked.chosen else "",
        "also": also if results.twin_total else "",
        "meant": results.did_you_mean and {"q": results.did_you_mean, "path": asked.saying(results.did_you_mean).path},
        "lacks": results.lacks,
        "before": results.before and asked.at(results.before).path,
        "after": results.after and asked.at(results.after).path,
        "first": asked.first().path if asked.cursor else "",
    }


def _facets(results: SearchResults, asked: Asked) -> list[Value]:
    """The facets that there is something to choose by."""
    return [
        {
            "id": f"facet-{facet}",
            "label": SEARCH_FACETS[facet].text(results.language),
            "counts": [{"one": one, "path": asked.toggled(facet, one.code).path} for one in counts],
        }
        for facet, counts in results.facets.items()
        if counts
    ]


def _hit(hit: Hit, language: Language) -> Value:
    card: Value = json.loads(hit.card)
    whole = {one.field: one for one in hit.highlights if one.field in _WHOLE and one.language == language}
    # The words were escaped, and only <mark> was put between them, by search.highlighting.excerpts.
    shown = {field: mark_safe(whole[field].html) if field in whole else card[field] for field in _WHOLE}  # noqa: S308
    return {
        "card": card,
        "label": part_label(card, language),
        **shown,
        "via_other": hit.language != language,
        "not_all": hit.match in {"most", "any"},
        "passages": [_passage(one, language) for one in hit.highlights if one not in whole.values()],
    }


def _passage(one: HitHighlight, language: Language) -> Value:
    page = one.file and one.file.page
    return {
        "html": mark_safe(one.html),  # noqa: S308 - as above
        "lang": one.language if one.language != language else "",
        "file": one.file,
        "page": WORDS[language]["search_file_page"].format(page=page) if page else "",
    }

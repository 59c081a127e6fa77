"""One item: by id, by path, as home, framework or section; and arguments that make no sense."""

from uuid import uuid4

import pytest

from tests.factories.editions import edition, formerly, pair, withdrawn
from tests.graphql.conftest import NAMES

pytestmark = pytest.mark.django_db
ROOTS = {
    "id": ('item(id: "{item}", language: $language)', "guide"),
    "path": ('item(path: "{path}", language: $language)', "guide"),
    "home": ("home(language: $language)", "home"),
    "framework": ("framework(language: $language)", "framework"),
    "section": ('section(number: "6", language: $language)', "section"),
}


def query(field, **values):
    for name, value in values.items():
        field = field.replace(f"{{{name}}}", str(value))
    return f"query ($language: Language!) {{ found: {field} {{ item language version title }} }}"


def shown(row):
    return {"item": str(row.item), "language": NAMES[row.language], "version": row.version, "title": row.title}


@pytest.mark.parametrize("root", ROOTS)
def test_every_root_gives_the_item_in_the_language_asked_for(data, language, root):
    field, type_ = ROOTS[root]
    own = {row.language: row for row in pair(type=type_)}[language]
    found = data(query(field, item=own.item, path=own.path), language=language)
    assert found == {"found": shown(own)}


def test_the_path_may_be_that_of_either_language_with_or_without_the_last_slash(data, language):
    rows = {row.language: row for row in pair()}
    for row in rows.values():
        for path in (row.path, row.path.rstrip("/")):
            assert data(query(ROOTS["path"][0], path=path), language=language) == {"found": shown(rows[language])}


def test_a_path_that_was_taken_over_leads_to_the_item_that_has_it_now(data, language):
    old = withdrawn(language)
    new = edition(language, path=old.path)
    assert data(query(ROOTS["path"][0], path=old.path), language=language) == {"found": shown(new)}


def test_a_former_path_gives_the_item_where_it_is_now(data, language):
    rows = {row.language: row for row in pair()}
    for code, row in rows.items():
        formerly(row, f"/{code}/hen/")
        found = data(query(ROOTS["path"][0], path=f"/{code}/hen").replace("title", "path"), language=language)
        assert found["found"]["path"] == rows[language].path


def test_a_former_path_of_what_is_no_longer_public_gives_nothing(error, language):
    formerly(withdrawn(language, path=f"/{language}/secret/"), f"/{language}/a/")
    found = error(query(ROOTS["path"][0], path=f"/{language}/a/"), language=language)
    assert found["extensions"]["code"] == "WITHDRAWN"
    assert "secret" not in str(found)


@pytest.mark.parametrize("root", ["home", "framework"])
def test_of_several_the_first_in_the_editors_order_is_given(data, language, root):
    edition(language, type=root, position="00020002")
    first = edition(language, type=root, position="00010001")
    assert data(query(ROOTS[root][0]), language=language) == {"found": shown(first)}


def test_an_id_is_an_id_in_any_case(data, language):
    row = edition(language)
    assert data(query(ROOTS["id"][0], item=str(row.item).upper()), language=language) == {"found": shown(row)}


@pytest.mark.parametrize(
    ("field", "code", "sentence"),
    [
        ('item(id: "{item}", language: $language)', "NOT_FOUND", "There is no public item with this id."),
        ('item(path: "/en/x/", language: $language)', "NOT_FOUND", "There is no public item at this path."),
        ("home(language: $language)", "NOT_FOUND", "There is no public home page."),
        ("framework(language: $language)", "NOT_FOUND", "There is no public framework."),
        ('section(number: "7", language: $language)', "NOT_FOUND", "There is no public section with this number."),
        ('section(number: "six", language: $language)', "INVALID_PARAMETER", "The number of a section must be like 6 or 6.2."),
        ('item(item: "6", language: $language)', "INVALID_ID", "An id must be a UUID, for example 5d6f0c1e"),
        ('item(id: "6", language: $language)', "INVALID_ID", "‘id’ must be an id that this service gave of what is wanted, or"),
        ('item(path: "en/x/", language: $language)', "INVALID_PARAMETER", "The value of the parameter ‘path’ is not valid."),
        ('item(path: "/en/\\u0000/", language: $language)', "INVALID_PARAMETER", "The value of the parameter ‘path’"),
        ("item(language: $language)", "INVALID_PARAMETER", "Give ‘item’, ‘id’ or ‘path’ to say which item."),
        ("item(id: null, path: null, language: $language)", "INVALID_PARAMETER", "Give ‘item’, ‘id’ or ‘path’"),
        (
            'item(id: "{item}", path: "/en/x/", language: $language)',
            "INVALID_PARAMETER",
            "Give only one of ‘item’, ‘id’ and ‘path’.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_a_stable_code(error, field, code, sentence):
    found = error(query(field, item=uuid4()), language="en")
    assert (found["extensions"]["code"], found["path"]) == (code, ["found"])
    assert found["message"].startswith(sentence)
    welsh = error(query(field, item=uuid4()), language="cy")
    assert welsh["extensions"]["code"] == code
    assert welsh["message"] != found["message"]


def test_a_path_longer_than_any_is_refused(error):
    found = error(query(ROOTS["path"][0], path="/" + "x" * 1000), language="cy")
    assert found["message"] == (
        "Nid yw gwerth y paramedr ‘path’ yn ddilys. Caniateir: llwybr cyhoeddus, fel /cy/fframwaith/."
    )
    assert found["extensions"]["parameter"] == "path"


def test_one_field_that_fails_leaves_the_others_as_they_are(graphql, language):
    row = edition(language)
    fields = f'home(language: $language) {{ item }} item(id: "{row.item}", language: $language) {{ item }}'
    answer = graphql(f"query ($language: Language!) {{ {fields} }}", language=language)
    assert answer["data"] == {"home": None, "item": {"item": str(row.item)}}
    assert [found["path"] for found in answer["errors"]] == [["home"]]

"""Each form of ours that changes something brings the token without which it is refused, in cells of tables too."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.desk.desk_scene import examples
from tests.desk.people import client_of, member
from tests.desk.screen_addresses import addresses
from tests.factories import content as make

pytestmark = pytest.mark.django_db


def test_every_form_has_its_token() -> None:
    make.homes("en")
    administrator = member(superuser=True)
    client, lacking, seen = client_of(administrator), [], 0
    for address in addresses(examples(administrator)):
        answer: Any = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        for form in BeautifulSoup(answer.getvalue(), "html.parser").find_all(
            "form", method=lambda said: (said or "").lower() == "post"
        ):
            seen += 1
            # Wagtail's list of who else is here sends the token as a header.
            if form.find("input", {"name": "csrfmiddlewaretoken"}) is None and "w-session" not in str(form):
                lacking.append((address, form.get("action")))
    assert lacking == []
    assert seen > 50

"""Every screen of the administration that a link leads to, in Welsh: nothing falls back, and nothing is in English."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from cms.content.words.spoken_language import WORDS, spoken_language
from cms.desk.trash.models import BinnedItem
from tests.desk.people import client_of, member
from tests.factories import content as make

from .screens import Walk, content, recorded, unsaid, words

# What a program reads, and what no screen shows.
FOR_PROGRAMS = {'Method "{method}" not allowed.', "exact"}
# Names, keys of a keyboard, addresses and names of models; and what Wagtail says without a catalogue.
NAMES = re.compile(
    r"Wagtail|Ctrl|Enter|Alt|JSON|PDF|English|Cymraeg|Sefydlogrwydd Cynnar Cymru|Welsh Early Permanence"
    r"|https://\S+|(?:home|guides)\.\w+"
)
OF_WAGTAIL = {"Search", "Enabled", "Task type", "Must upload a file"}
PERMISSIONS = re.compile(r"^\| \| ")


def is_english(text: str, known: str) -> bool:
    """Whether nobody translated a text, and no editor wrote it."""
    left = NAMES.sub(" ", unsaid(text))
    if not words(left) or left.strip() in OF_WAGTAIL or PERMISSIONS.search(left):
        return False
    return unsaid(text) not in known and spoken_language(" ".join([left] * WORDS)) != "cy"


@pytest.mark.django_db
def test_no_screen_says_anything_in_english() -> None:
    home, _ = make.homes("cy")
    user = member(superuser=True)
    above = make.landing(home, "cy")
    with make.committed():
        make.landing(above, "cy").delete(user=user)
        make.fresh(above).delete()
    client = client_of(user)
    client.raise_request_exception = False
    missing: Counter[str] = Counter()
    known = content()
    with recorded(missing):
        walk = Walk(client)
        # Deleting something on the way leads to what is not there when the next address is asked for.
        walk.from_(
            *(reverse(name, args=[BinnedItem.objects.get().pk]) for name in ("bin_restore", "bin_notice")), "/admin/"
        )
    found = {unsaid(text): where for where, _status, texts in walk.answers for text in texts if is_english(text, known)}
    assert len(walk.visited) > 100
    assert not found
    assert set(missing) <= FOR_PROGRAMS

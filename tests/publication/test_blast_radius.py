"""A change of something shared that would withdraw many pages waits for somebody's word; what was meant is done at once."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Collection, PageViewRestriction
from wagtail.users.models import UserProfile

from cms.content.models import Organisation, Picture, Topic
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, HeldWithdrawal
from cms.publication.queries.item_queries import item_at
from cms.publication.reconciliation.actions import confirm_withdrawals
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.safeguards.blast_radius import MOST_AT_ONCE, open_withdrawals
from tests.database.once import once
from tests.factories import content as make

from .editions import payload, state
from .editors import edit_url, editor, item_url, said
from .kills import Death

pytestmark = pytest.mark.django_db
WRONG = "Cymraeg: enw anghywir"


class Library:
    """More pages in both languages than may go at once, which name a topic and show a picture."""

    def __init__(self, count: int) -> None:
        self.home, self.welsh_home = make.homes("en")
        self.topic, self.picture = make.topic("en"), make.picture()
        self.welsh_topic = make.translate(self.topic, name=WRONG)
        image = {"picture": self.picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
        self.pages = [
            make.landing(self.home, "en", topics=[("topic", self.topic)], body=[("image", image)]) for _ in range(count)
        ]
        self.welsh = [make.translate(page) for page in self.pages]
        settle()

    def states(self) -> set[str]:
        return {state(page) for page in self.welsh}

    def spoil(self) -> None:
        """As if the Welsh name had been overwritten by the English one."""
        name = Topic.objects.get(pk=self.topic.pk).name
        Topic.objects.filter(pk=self.welsh_topic.pk).update(name=name)
        settle()

    def mend(self) -> None:
        Topic.objects.filter(pk=self.welsh_topic.pk).update(name=WRONG)
        settle()


@once
def library(count: int = MOST_AT_ONCE + 1) -> Library:
    return Library(count)


def kinds() -> set[str]:
    return {row.kind for row in differences(all_items())}


def check() -> str:
    out = StringIO()
    call_command("rebuild_publication", check=True, verbosity=0, stdout=out)
    return out.getvalue()


def test_few_pages_go_at_once() -> None:
    few = library(MOST_AT_ONCE)
    few.spoil()
    assert few.states() == {"withdrawn"}
    assert not HeldWithdrawal.objects.exists()
    assert kinds() == set()


def test_many_stay_as_they_were_until_what_they_share_is_mended() -> None:
    many = library()
    before = [payload(page) for page in many.welsh]
    many.spoil()
    assert [payload(page) for page in many.welsh] == before
    assert open_withdrawals().count() == len(many.welsh)
    assert kinds() == {"held"}
    assert f"nothing differs. {len(many.welsh)} editions stay as they were" in check()
    call_command("rebuild_publication", verbosity=0)
    assert [payload(page) for page in many.welsh] == before
    many.mend()
    assert not HeldWithdrawal.objects.exists()
    assert kinds() == set()
    assert [payload(page)["topics"] for page in many.welsh] == [one["topics"] for one in before]


def test_many_go_once_it_is_confirmed_and_come_back_once_it_is_mended() -> None:
    many = library()
    many.spoil()
    user = get_user_model().objects.create_user("golygydd")
    confirm_withdrawals(list(open_withdrawals()), user)
    assert many.states() == {"withdrawn"}
    assert set(HeldWithdrawal.objects.values_list("confirmed_by", flat=True)) == {user.pk}
    assert kinds() == set()
    call_command("rebuild_publication", verbosity=0)
    assert many.states() == {"withdrawn"}
    many.mend()
    assert many.states() == {"published"}
    assert not HeldWithdrawal.objects.exists()
    many.spoil()
    assert many.states() == {"published"}


def test_a_confirmation_is_carried_out_by_whoever_comes_next() -> None:
    many = library()
    many.spoil()
    HeldWithdrawal.objects.update(confirmed_at=timezone.now())
    settle()
    assert many.states() == {"withdrawn"}


def test_what_is_taken_down_on_purpose_goes_at_once_held_or_not() -> None:
    many = library()
    many.spoil()
    for page in many.welsh[:2]:
        with make.committed():
            make.fresh(page).unpublish()
    with make.committed():
        make.fresh(many.welsh[2]).delete()
    assert [state(page) for page in many.welsh[:4]] == ["withdrawn", "withdrawn", "gone", "published"]
    assert open_withdrawals().count() == len(many.welsh) - 3
    with make.committed():
        PageViewRestriction.objects.create(page=make.fresh(many.welsh_home), restriction_type="login")
    settle()
    assert set(Edition.objects.values_list("state", flat=True)) <= {"withdrawn", "gone"}
    assert not open_withdrawals().exists()


def test_nothing_that_is_deleted_or_private_by_now_is_kept_on_a_page() -> None:
    many = library()
    many.spoil()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    closed.view_restrictions.create(restriction_type="login")
    Picture.objects.filter(pk=many.picture.pk).update(collection=closed)
    settle()
    assert many.states() == {"withdrawn"}
    assert {state(page) for page in many.pages} == {"published"}


def test_a_collection_made_private_takes_effect_on_many_pages_at_once() -> None:
    many = library()
    many.picture.collection.view_restrictions.create(restriction_type="login")
    settle()
    assert [payload(page)["body"] for page in (*many.pages, *many.welsh)] == [[]] * 12
    assert not HeldWithdrawal.objects.exists()


def test_a_picture_declared_to_be_in_one_language_withdraws_nothing_in_silence() -> None:
    many = library()
    Picture.objects.filter(pk=many.picture.pk).update(language="en")
    settle()
    assert many.states() == {"published"}
    assert open_withdrawals().count() == len(many.welsh)


def test_held_pages_keep_their_addresses_in_step_and_old_ones_lead_to_them() -> None:
    many = library()
    many.spoil()
    page = make.fresh(many.welsh[0])
    for slug in ("arall", "trydydd"):
        page = make.publish(page, slug=slug)
    assert payload(page)["path"] == "/cy/trydydd/"
    found = item_at("/cy/arall/", "cy")
    assert found is not None
    assert (found.item, found.moved) == (page.translation_key, True)
    assert kinds() == {"held"}


@pytest.mark.parametrize("model", [Topic, Organisation])
def test_deleting_one_languages_row_takes_nothing_from_readers(model: Any) -> None:
    home, _ = make.homes("en")
    shared = make.topic("en") if model is Topic else make.organisation("en")
    welsh_row = make.translate(shared)
    fields = {"topics": [("topic", shared)]} if model is Topic else {"publisher": shared}
    page = make.landing(home, "en", **fields)
    welsh = make.translate(page)
    before = payload(welsh), payload(page)
    model.objects.get(pk=welsh_row.pk).delete()
    settle()
    assert (payload(welsh), payload(page)) == before
    assert [(row.language, row.item) for row in open_withdrawals()] == [("cy", page.translation_key)]
    make.translate(shared)
    settle()
    assert not HeldWithdrawal.objects.exists()
    model.objects.get(pk=shared.pk).delete()
    settle()
    assert payload(page) | {"version": 0} == before[1] | {"version": 0}
    assert state(welsh) == "published"


def test_what_names_the_other_languages_row_outlives_it() -> None:
    home, welsh_home = make.homes("en")
    topic, organisation = make.topic("en"), make.organisation("en")
    welsh_topic, welsh_organisation = make.translate(topic), make.translate(organisation)
    contact = {"name": "Cymraeg: llinell", "organisation": organisation}
    page = make.landing(
        welsh_home, "cy", topics=[("topic", topic)], publisher=organisation, body=[("contact", contact)]
    )
    before = payload(page)
    assert before["topics"][0]["label"] == welsh_topic.name
    for row in (topic, organisation):
        type(row).objects.get(pk=row.pk).delete()
    settle()
    make.publish(page, change_note="Cymraeg: fel y caiff ei daflunio eto")
    after = payload(page)
    assert [after[name] for name in ("topics", "attribution", "body")] == [
        before[name] for name in ("topics", "attribution", "body")
    ]
    assert after["body"][0]["organisation"] == welsh_organisation.name
    assert state(home) == "published"


def test_screens_tell_of_it_and_who_may_publish_confirms() -> None:
    many = library()
    client = editor(many.home, many.welsh_home, snippets=True)
    translator = editor(snippets=True, name="cyfieithydd")
    with translation.override("en"):
        many.spoil()
    address = reverse("publication_admin:withdrawals")
    page = client.get(address).content.decode()
    assert page.count("This organisation or topic is not completely translated") == len(many.welsh)
    assert f"Withdraw these pages from the public: {len(many.welsh)}" in page
    assert translator.get(address).status_code == 302
    shown = client.get(item_url(many.welsh[0])).content.decode()
    assert "Readers see it as it was until somebody confirms its withdrawal." in shown
    assert "The public still sees an earlier version in Welsh" in said(client.get(edit_url(many.welsh[0])))
    report = client.get(reverse("publication_admin:report")).content.decode()
    assert report.count("This organisation or topic is not completely translated") == len(many.welsh)
    assert "Nothing was withdrawn" in said(client.post(address, {"since": ""}, follow=True))
    assert many.states() == {"published"}
    since = open_withdrawals()[0].since.isoformat()
    after = client.post(address, {"since": since}, follow=True)
    assert f"Pages withdrawn from the public: {len(many.welsh)}" in said(after)
    assert "Nothing waits." in after.content.decode()
    assert many.states() == {"withdrawn"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Pages that this change would have withdrawn from the public: "),
        ("cy", "Nifer y tudalennau y byddai'r newid hwn wedi'u tynnu'n ôl oddi wrth y cyhoedd: "),
    ],
)
def test_the_editor_whose_change_it_is_is_told_on_the_next_screen_in_its_language(language: str, words: str) -> None:
    many = library()
    client = editor(many.home, many.welsh_home)
    user = get_user_model().objects.get(username="golygydd")
    user.is_superuser = True
    user.save()
    UserProfile.objects.create(user=user, preferred_language=language)
    edit = reverse("wagtailsnippets_content_topic:delete", args=[many.welsh_topic.pk])
    answered = client.post(edit, follow=True)
    assert f"{words}{len(many.welsh)}" in said(answered).replace("&#x27;", "'")
    assert many.states() == {"published"}


def test_the_workers_status_tells_of_it() -> None:
    many = library()
    many.spoil()
    out = StringIO()
    call_command("worker", status=True, stdout=out)
    assert f"held: {len(many.welsh)} edition(s) since " in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_death_between_leaves_them_held_or_withdrawn_all() -> None:
    many = Library(MOST_AT_ONCE + 1)
    many.spoil()
    user = get_user_model().objects.create_user("golygydd")
    died = 0
    for commit in (1, 2):
        death = Death(after_commit=commit)
        with death.awaited():
            confirm_withdrawals(list(open_withdrawals()), user)
        died += death.is_dead
        assert many.states() in ({"published"}, {"withdrawn"})
        settle()
        assert many.states() == {"withdrawn"}
        many.mend()
        assert many.states() == {"published"}
        many.spoil()
    assert died == 2


@pytest.mark.django_db(transaction=True)
def test_a_death_right_after_the_change_leaves_all_held() -> None:
    many = Library(MOST_AT_ONCE + 1)
    before = [payload(page) for page in many.welsh]
    death = Death(after_commit=1)
    with death.awaited():
        many.spoil()
    assert death.is_dead
    assert not HeldWithdrawal.objects.exists()
    settle()
    assert open_withdrawals().count() == len(many.welsh)
    assert [payload(page) for page in many.welsh] == before

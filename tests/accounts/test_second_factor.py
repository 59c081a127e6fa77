"""The second factor: a password alone opens nothing for who owes one, by whatever address."""

import re
import time
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import GroupPagePermission, Page

from cms.accounts.second_factor import devices
from cms.accounts.second_factor.requirement import may_publish
from tests.factories import content as make

from .logging_in import editor, is_in, log_in

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: Any) -> Any:
    """Time goes on when it is told to: a number is good for half a minute, and only once."""
    now = [time.time() + 3600]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def number(key: str, clock: Any) -> str:
    clock[0] += 60
    totp = TOTP(bytes.fromhex(key))
    totp.time = clock[0]
    return f"{totp.token():06}"


def nobody_waits() -> None:
    """As if the time had gone by for which nothing is taken after a wrong code."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.update(throttling_failure_timestamp="2020-01-01T00:00:00Z")


def with_factor(user: User) -> list[str]:
    codes = devices.set_up(user, KEY)[1]
    TOTPDevice.objects.update(last_t=-1)
    return codes


def test_nobody_is_asked_for_one_unless_they_have_one_or_must() -> None:
    editor()
    response = log_in("golygydd")
    assert response["Location"] == "/admin/"
    assert is_in(response.client)


def test_who_has_one_is_asked_for_it_and_gets_nowhere_without(the_clock: Any) -> None:
    with_factor(editor())
    response = log_in("golygydd", next="/admin/reports/")
    assert response["Location"] == "/admin/second-factor/check/?next=%2Fadmin%2Freports%2F"
    client = response.client
    assert not is_in(client)
    assert client.get("/admin/reports/site-history/").status_code == 302
    assert client.get("/admin/pages/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert client.get("/admin/second-factor/")["Location"] == "/admin/second-factor/check/"
    assert client.post("/admin/second-factor/none/", {"code": "1"})["Location"] == "/admin/second-factor/check/"
    assert client.get("/admin/login/?next=/admin/reports/")["Location"].startswith("/admin/second-factor/check/")
    given = {"code": number(KEY, the_clock), "next": "/admin/reports/"}
    assert client.post("/admin/second-factor/check/", given)["Location"] == "/admin/reports/"
    assert is_in(client)


def test_files_and_pictures_are_kept_from_who_has_given_a_password_alone(the_clock: Any) -> None:
    with_factor(editor())
    file = make.file("en")
    client = log_in("golygydd").client
    addresses = [f"/media/{file.file.name}", f"/files/{file.uid}/{file.filename}"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.post("/admin/second-factor/check/", {"code": number(KEY, the_clock)})
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_a_wrong_number_and_one_that_was_used_are_refused_and_have_to_wait(the_clock: Any) -> None:
    with_factor(editor())
    client = log_in("golygydd").client
    good = number(KEY, the_clock)
    page = client.post("/admin/second-factor/check/", {"code": "000000"})
    assert "This is not the number" in page.content.decode()
    page = client.post("/admin/second-factor/check/", {"code": good})
    assert "Wait for 1 minute" in page.content.decode()
    nobody_waits()
    assert client.post("/admin/second-factor/check/", {"code": f" {good[:3]} {good[3:]} "}).status_code == 302
    again = log_in("golygydd").client
    assert again.post("/admin/second-factor/check/", {"code": good}).status_code == 200
    assert not is_in(again)


def test_a_recovery_code_lets_in_once() -> None:
    codes = with_factor(editor())
    assert len(set(codes)) == devices.RECOVERY_CODES
    first = log_in("golygydd").client
    assert first.post("/admin/second-factor/check/", {"code": codes[0].upper()}).status_code == 302
    assert is_in(first)
    second = log_in("golygydd").client
    assert second.post("/admin/second-factor/check/", {"code": codes[0]}).status_code == 200
    assert not is_in(second)
    assert StaticToken.objects.count() == devices.RECOVERY_CODES - 1


def test_nobody_is_led_to_another_site(the_clock: Any) -> None:
    with_factor(editor())
    client = log_in("golygydd").client
    given = {"code": number(KEY, the_clock), "next": "https://example.org/"}
    assert client.post("/admin/second-factor/check/", given)["Location"] == "/admin/"


@pytest.mark.parametrize(("language", "words"), [("cy", "Gosod ail ffactor"), ("en", "Set up a second factor")])
def test_who_must_have_one_sets_it_up_before_anything_else(
    settings: Any, the_clock: Any, language: str, words: str
) -> None:
    settings.SECOND_FACTOR = "publishers"
    user = editor(language=language)
    client = log_in("golygydd").client
    assert not is_in(client)
    page = client.get("/admin/second-factor/", headers={"Accept-Language": "en"}).content.decode()
    assert words in page
    assert "data:image/svg+xml" in page
    key = client.session["second_factor_key"]
    assert client.post("/admin/second-factor/", {"number": "000000"}).status_code == 200
    assert not devices.has_second_factor(user)
    page = client.post("/admin/second-factor/", {"number": number(key, the_clock)}).content.decode()
    codes = [token.token for token in StaticToken.objects.all()]
    assert len(codes) == devices.RECOVERY_CODES
    assert all(code in page for code in codes)
    assert is_in(client)
    assert codes[0] not in client.get("/admin/second-factor/").content.decode()


def test_a_session_that_was_open_before_it_was_asked_for_is_asked_too(settings: Any) -> None:
    editor()
    client = log_in("golygydd").client
    assert is_in(client)
    settings.SECOND_FACTOR = "publishers"
    assert not is_in(client)
    assert client.get("/admin/login/")["Location"].startswith("/admin/second-factor/check/")


def test_a_session_of_one_telephone_ends_when_it_is_forgotten(the_clock: Any) -> None:
    user = editor()
    with_factor(user)
    client = log_in("golygydd").client
    client.post("/admin/second-factor/check/", {"code": number(KEY, the_clock)})
    assert is_in(client)
    devices.set_up(user, KEY)
    assert not is_in(client)


def test_new_codes_and_doing_without_want_the_factor_once_more(settings: Any, the_clock: Any) -> None:
    user = editor()
    codes = with_factor(user)
    client = log_in("golygydd").client
    client.post("/admin/second-factor/check/", {"code": codes[0]})
    assert "9 recovery codes are left" in client.get("/admin/second-factor/").content.decode()
    assert client.post("/admin/second-factor/codes/", {"code": "wrong"}).status_code == 200
    assert StaticToken.objects.filter(token=codes[1]).exists()
    nobody_waits()
    page = client.post("/admin/second-factor/codes/", {"code": number(KEY, the_clock)}).content.decode()
    assert len(re.findall(r"<li><code>", page)) == devices.RECOVERY_CODES
    assert not StaticToken.objects.filter(token__in=codes).exists()
    assert client.post("/admin/second-factor/none/", {"code": "wrong"}).status_code == 200
    assert devices.has_second_factor(user)
    nobody_waits()
    assert client.post("/admin/second-factor/none/", {"code": number(KEY, the_clock)}).status_code == 302
    assert not devices.has_second_factor(user)
    assert is_in(client)


def test_who_must_have_one_cannot_do_without(settings: Any, the_clock: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    user = editor()
    with_factor(user)
    client = log_in("golygydd").client
    client.post("/admin/second-factor/check/", {"code": number(KEY, the_clock)})
    assert "second-factor/none" not in client.get("/admin/second-factor/").content.decode()
    client.post("/admin/second-factor/none/", {"code": number(KEY, the_clock)})
    assert devices.has_second_factor(user)


def test_an_operator_forgets_the_one_of_who_has_lost_it(settings: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    user, other = editor(), editor("arall")
    for one in (user, other):
        with_factor(one)
    out = StringIO()
    call_command("forget_second_factor", "golygydd", stdout=out)
    assert not devices.has_second_factor(user)
    assert devices.has_second_factor(other)
    assert log_in("golygydd").client.get("/admin/second-factor/").status_code == 200
    call_command("forget_second_factor", "golygydd", stdout=out)
    assert "has no second factor" in out.getvalue()


def test_somebody_who_is_not_logged_in_sees_none_of_its_screens() -> None:
    for address in ("", "check/", "codes/", "none/"):
        for method in ("get", "post"):
            response = getattr(Client(), method)(f"/admin/second-factor/{address}")
            assert response["Location"] == "/admin/login/"


def test_publishers_are_those_whose_work_is_public_at_once() -> None:
    root = Page.get_first_root_node()
    rights: dict[str, Any] = {
        "page": lambda group: GroupPagePermission.objects.create(
            group=group, page=root, permission=Permission.objects.get(codename="publish_page")
        ),
        "snippet": lambda group: group.permissions.add(Permission.objects.get(codename="change_topic")),
        "rights": lambda group: group.permissions.add(Permission.objects.get(codename="change_user")),
        "only writes": lambda group: GroupPagePermission.objects.create(
            group=group, page=root, permission=Permission.objects.get(codename="change_page")
        ),
        "nothing": lambda group: None,
    }
    found = {}
    for name, give in rights.items():
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        give(group)
        user = editor(name, is_superuser=False)
        user.groups.add(group)
        found[name] = may_publish(User.objects.get(pk=user.pk))
    assert found == {"page": True, "snippet": True, "rights": True, "only writes": False, "nothing": False}


@pytest.mark.parametrize(("setting", "asked"), [("nobody", False), ("publishers", False), ("everybody", True)])
def test_who_only_writes_is_asked_where_everybody_is(settings: Any, setting: str, asked: bool) -> None:
    settings.SECOND_FACTOR = setting
    user = editor(is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert is_in(log_in("golygydd").client) is not asked


def test_the_account_screen_leads_to_it() -> None:
    editor(language="cy")
    page = log_in("golygydd").client.get("/admin/account/").content.decode()
    assert "/admin/second-factor/" in page
    assert "Ail ffactor" in page

"""The audit: what is noted of whom, in the transaction of what it notes; who sees it; for how long it is kept."""

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, ModelLogEntry, Page, PageLogEntry

from cms.accounts import account_log
from cms.accounts.second_factor import devices
from cms.desk.trash.emptying import delete_for_good
from cms.desk.trash.models import BinnedItem
from cms.desk.trash.restoring import restore
from cms.operations.audit.commands import COMMAND
from cms.operations.audit.retention import clear_audit
from cms.partners.keys.key_issuing import issue
from cms.partners.models import KeyKind, Partner
from cms.previews.sharing import revoke_preview, share
from cms.publication.intents.settlement import settle
from cms.publication.models import HeldWithdrawal, ReleaseSet
from cms.publication.notices.taking_down import NoticeWords, take_down
from cms.publication.reconciliation.actions import confirm_withdrawals
from home.models import HomePage
from tests.desk.people import client_of, member
from tests.edge.everywhere import whole_library

pytestmark = pytest.mark.django_db
AUDIT = "/admin/reports/site-history/"


def actions() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def entry(action: str) -> ModelLogEntry:
    found: ModelLogEntry = ModelLogEntry.objects.filter(action=action).latest("pk")
    return found


def rows(user: Any, **asked: str) -> list[dict[str, str]]:
    """The lines of the page's own file."""
    response: Any = client_of(user).get(AUDIT, {"export": "csv", **asked})
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_log_ins_and_those_that_failed_are_noted_without_what_was_typed() -> None:
    user = member("publishers", name="cyhoeddwr")
    client = Client()
    for _ in range(3):
        client.post("/admin/login/", {"username": "cyhoeddwr", "password": "anghywir"})
    client.post("/admin/login/", {"username": "fy-nghyfrinair", "password": "x"})
    client.post("/admin/login/", {"username": "cyhoeddwr", "password": "afon"})
    client.post("/admin/logout/")
    failed = ModelLogEntry.objects.filter(action=account_log.FAILED).order_by("pk")
    assert [(one.object_id, one.data) for one in failed] == [(str(user.pk), {"count": 3}), ("-", {"count": 1})]
    assert actions()[-2:] == [account_log.LOGGED_IN, account_log.LOGGED_OUT]
    assert entry(account_log.LOGGED_IN).user == user
    told = str(list(ModelLogEntry.objects.values()))
    assert "fy-nghyfrinair" not in told
    assert "127.0.0.1" not in told


@override_settings(SECOND_FACTOR="everybody")
def test_who_owes_a_second_factor_is_in_only_once_it_is_given() -> None:
    user = member("publishers", name="cyhoeddwr")
    _, codes = devices.set_up(user, "ab" * 20)
    client = Client()
    client.post("/admin/login/", {"username": "cyhoeddwr", "password": "afon"})
    assert account_log.LOGGED_IN not in actions()
    client.post("/admin/second-factor/check/", {"code": "anghywir"})
    assert entry(account_log.WRONG_CODE).object_id == str(user.pk)
    devices.StaticDevice.objects.update(throttling_failure_count=0)
    client.post("/admin/second-factor/check/", {"code": codes[0]})
    assert entry(account_log.LOGGED_IN).user == user


def test_passwords_groups_and_standing_are_noted_and_a_password_stored_anew_is_not() -> None:
    user = member("publishers", name="cyhoeddwr")
    admin = member(name="arall", superuser=True)
    user.set_password("newydd sbon danlli")
    user.save()
    assert actions().count(account_log.PASSWORD) == 1
    user.check_password("newydd sbon danlli")
    user.save()
    assert actions().count(account_log.PASSWORD) == 1
    group = Group.objects.create(name="Newydd")
    user.groups.add(group)
    assert entry(account_log.MEMBERSHIP).data == {"added": ["Newydd"]}
    group.user_set.remove(user)
    assert entry(account_log.MEMBERSHIP).data == {"removed": ["Newydd"]}
    user.is_active = False
    user.save()
    assert entry(account_log.STANDING).data == {"is_active": False}
    told = " ".join(row["Manylion"] for row in rows(admin))
    assert "Ychwanegwyd: Newydd." in told
    assert "Diffoddwyd." in told


def test_rights_that_a_group_is_given_are_noted_with_what_gave_them() -> None:
    admin = member(superuser=True)
    group = Group.objects.create(name="Newydd")
    page = Page.objects.get(depth=2)
    address = f"/admin/groups/edit/{group.pk}/"
    sets = re.findall(r'name="(\w+)-TOTAL_FORMS"', client_of(admin).get(address).content.decode())
    form: dict[str, Any] = {
        f"{one}-{count}_FORMS": number
        for one in sets
        for count, number in (("TOTAL", 0), ("INITIAL", 0), ("MAX_NUM", 1000))
    }
    form |= {
        "name": "Newydd",
        "page_permissions-TOTAL_FORMS": 1,
        "page_permissions-0-page": page.pk,
        "page_permissions-0-permissions": "publish_page",
    }
    response = client_of(admin).post(address, form)
    assert response.status_code == 302, response.context["form"].errors
    assert GroupPagePermission.objects.filter(group=group).exists()
    noted = entry("audit.rights")
    assert noted.data == {"added": [f"publish_page ({page.title})"], "removed": []}
    assert noted.user == admin


def test_releases_notices_keys_previews_and_exports_stand_on_one_page_in_both_languages() -> None:
    whole_library()
    admin = member(superuser=True)
    partner = Partner.objects.create(name_cy="Partner", name_en="Partner")
    client = client_of(admin)
    client.post(f"/admin/partner-keys/{partner.pk}/", {"kind": "live"})
    home = HomePage.objects.get(locale__language_code="cy")
    token, _ = share(home.translation_key, admin, "Awdurdod", 3)
    revoke_preview(token)
    child = Page.objects.child_of(home).live().first()
    take_down(child.translation_key, NoticeWords("Mae wedi dod i ben.", "It has ended."), admin)
    settle()
    client.get("/admin/reports/aging-pages/", {"export": "csv"})
    said = [row["Gweithred"] for row in rows(admin)]
    for act in (
        "Wedi'i gyhoeddi: Am y tro cyntaf", "Tynnwyd i lawr", "Tynnwyd i lawr, gyda rheswm i ddarllenwyr", "Rhoddwyd allwedd",
        "Rhannwyd rhagolwg", "Diddymwyd rhagolwg", "Allforiwyd",
    ):  # fmt: skip
        assert act in said, (act, sorted(set(said)))
    editor = member(superuser=True, name="saesneg", language="en")
    said = [row["Action"] for row in rows(editor)]
    assert {"A key was issued", "Preview shared", "Exported", "Taken down, with a reason for readers"} <= set(said)
    page = client.get(AUDIT).content.decode()
    assert "Archwiliad" in page
    for asked in (
        {"action": "release.take-down"},
        {"user": str(admin.pk)},
        {"by": "people"},
        {"by": "commands"},
        {"label": "a"},
    ):
        assert client.get(AUDIT, asked).status_code == 200
    assert {row["Gweithred"] for row in rows(admin, action="audit.export")} == {"Allforiwyd"}
    kind = re.search(r'name="object_type".*?value="(\d+)"', page, re.DOTALL)
    assert kind is not None
    assert client.get(AUDIT, {"object_type": kind[1]}).status_code == 200


def test_a_command_is_noted_and_what_it_does_names_it_and_who_ran_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "gweithredwr")
    user = member("publishers", name="cyhoeddwr")
    devices.set_up(user, "ab" * 20)
    call_command("forget_second_factor", "cyhoeddwr")
    begun, done = entry(COMMAND), entry(account_log.FACTOR_FORGOTTEN)
    said = {"command": "forget_second_factor", "system_user": "gweithredwr"}
    assert (begun.label, begun.data) == ("forget_second_factor", said)
    assert (done.object_id, done.data, done.user) == (str(user.pk), said, None)
    call_command("check")
    call_command("forget_user", "cyhoeddwr", "--dry-run", stdout=io.StringIO())
    call_command("rebuild_publication", "--check", stdout=io.StringIO())
    assert entry(COMMAND) == begun
    line = rows(member(superuser=True))
    assert any("gan ddefnyddiwr y system gweithredwr" in row["Manylion"] for row in line)


def test_nothing_is_noted_of_what_was_rolled_back_and_nothing_done_goes_unnoted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partner = Partner.objects.create(name_cy="Partner", name_en="Partner")
    with transaction.atomic():
        log(instance=partner, action="partners.issue_key")
        transaction.set_rollback(True)
    assert "partners.issue_key" not in actions()
    client = client_of(member(superuser=True))
    client.raise_request_exception = False
    monkeypatch.setattr("cms.partners.admin.key_views.log", lambda **given: 1 / 0)
    assert client.post(f"/admin/partner-keys/{partner.pk}/", {"kind": "live"}).status_code == 500
    assert partner.keys.count() == 0
    key, _ = issue(partner, KeyKind.LIVE)
    assert client.post(f"/admin/partner-keys/revoke/{key.pk}/").status_code in {404, 500}
    key.refresh_from_db()
    assert key.revoked_at is None


def test_a_command_that_fails_is_noted_all_the_same_and_its_own_entries_are_not() -> None:
    class Broken(BaseCommand):
        def handle(self, *args: Any, **options: Any) -> None:
            with transaction.atomic():
                log(instance=member(), action=account_log.UNLOCKED)
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call_command(Broken())
    assert entry(COMMAND).label == "test_audit"
    assert account_log.UNLOCKED not in actions()


def test_entries_are_shown_to_those_who_may_see_what_they_are_about() -> None:
    whole_library()
    call_command("forget_second_factor", member("publishers", name="cyhoeddwr").username)
    client_of(get_user_model().objects.get(username="cyhoeddwr"))
    editor = member("editors-cy", name="golygydd2")
    assert {row["Gweithred"] for row in rows(editor)}.isdisjoint({"Mewngofnodwyd", "Dechreuwyd gorchymyn"})
    assert "Wedi'i gyhoeddi: Am y tro cyntaf" in {row["Gweithred"] for row in rows(editor)}
    assert {"Mewngofnodwyd", "Dechreuwyd gorchymyn"} <= {row["Gweithred"] for row in rows(member(superuser=True))}
    stranger = get_user_model().objects.create_user("dieithryn")
    assert client_of(stranger).get(AUDIT).status_code == 302


@override_settings(AUDIT_KEPT=10)
def test_entries_go_after_their_time_and_publications_stay_without_who_it_was() -> None:
    user = member()
    page = Page.objects.get(depth=2)
    old = timezone.now() - dt.timedelta(days=11)
    for action in ("wagtail.publish", "wagtail.edit"):
        PageLogEntry.objects.log_action(page, action, user=user)
        PageLogEntry.objects.log_action(page, action, user=user, timestamp=old)
    log(instance=user, action=account_log.LOGGED_IN, user=user, timestamp=old)
    log(instance=user, action=account_log.LOGGED_OUT, user=user)
    before = PageLogEntry.objects.filter(page=page).count()
    clear_audit()
    assert PageLogEntry.objects.filter(page=page).count() == before - 1
    kept = PageLogEntry.objects.filter(page=page, action="wagtail.publish").order_by("timestamp")
    assert [one.user_id for one in kept] == [None, user.pk]
    assert account_log.LOGGED_OUT in actions()
    assert account_log.LOGGED_IN not in actions()


def test_a_confirmed_withdrawal_is_noted_once() -> None:
    whole_library()
    user = member()
    home = HomePage.objects.get(locale__language_code="cy")
    row = HeldWithdrawal.objects.create(item=home.translation_key, language="cy", since=timezone.now())
    confirm_withdrawals([row], user)
    confirm_withdrawals([row], user)
    assert actions().count("publication.confirm_withdrawal") == 1
    assert entry("publication.confirm_withdrawal").label == home.title


def test_what_is_done_to_a_release_of_several_pages_and_to_what_is_deleted_is_noted() -> None:
    whole_library()
    admin = member(superuser=True)
    page = Page.objects.child_of(HomePage.objects.get(locale__language_code="cy")).last()
    made = ReleaseSet.objects.create(name="Gwanwyn")
    moment = timezone.localtime() + dt.timedelta(days=2)
    item = {"item": str(page.translation_key)}
    for word, asked in (
        ("add", item), ("plan", {"moment": f"{moment:%Y-%m-%d %H:%M}"}), ("unplan", {}), ("remove", item), ("cancel", {}),
    ):  # fmt: skip
        client_of(admin).post(reverse("publication_admin:act_on_set", args=[made.pk]), {"word": word, **asked})
    page.delete(user=admin)
    restore(BinnedItem.objects.get(), admin)
    Page.objects.get(pk=page.pk).delete(user=admin)
    delete_for_good(BinnedItem.objects.get(), admin)
    noted = {row["Gweithred"]: row for row in rows(admin)}
    for act in ("Trefnwyd pecyn cyhoeddi", "Nid yw'r pecyn cyhoeddi wedi'i drefnu mwyach", "Canslwyd pecyn cyhoeddi"):
        assert (noted[act]["Enw"], noted[act]["Defnyddiwr"]) == ("Gwanwyn", "Gweinyddwr"), noted[act]
    assert f"{moment:%H:%M}" in noted["Trefnwyd pecyn cyhoeddi"]["Manylion"]
    assert page.title in noted["Ychwanegwyd at becyn cyhoeddi"]["Manylion"]
    assert page.title in noted["Tynnwyd o becyn cyhoeddi"]["Manylion"]
    assert page.title in noted["Adferwyd o'r bin sbwriel"]["Enw"]
    assert page.title in noted["Dilëwyd am byth"]["Enw"]

"""Broken links: found in what was saved last, judged as things are now, and asked of other sites without bothering them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.content.languages import Language
from cms.desk.home.task_lists import TaskQuery
from cms.desk.links.link_faults import broken_links, targets_named
from cms.desk.links.link_rounds import LinkChecker
from cms.desk.links.link_tasks import link_task_lists
from cms.desk.links.models import ExternalAddress, LinkFault, PageLink
from cms.desk.links.noting import note_all, note_links
from cms.webhooks.sending.destinations import destination
from tests.factories import content as make
from tests.publication.editors import administrator, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return administrator()


def text(*links: str) -> tuple[str, str]:
    return "text", "".join(f"<p>{link}</p>" for link in links)


def page_link(page: Any, words: str) -> str:
    return f'<a linktype="page" id="{page.pk}">{words}</a>'


def faults() -> dict[str, str]:
    """By the words of each link, what is wrong with it."""
    note_all()
    return {link.words or link.address: link.fault for link in broken_links()}  # type: ignore[attr-defined]


def test_links_of_ours_are_judged_as_things_are_now() -> None:
    home, _ = make.homes("en")
    public, draft, file = make.landing(home, "en"), make.landing(home, "en", live=False), make.file("en")
    make.landing(
        home,
        "en",
        body=[
            text(page_link(public, "public"), page_link(draft, "draft"), '<a href="#part">anchor</a>'),
            text(
                '<a href="/en/nowhere/">path</a>',
                f'<a href="{public.url_path}">x</a>',
                '<a href="mailto:a@b.cymru">m</a>',
            ),
            ("file", {"title": "a", "file": file}),
        ],
    )
    before = faults()
    assert before.pop("draft") == LinkFault.UNPUBLISHED
    assert before.pop("anchor") == LinkFault.ANCHOR
    assert before.pop("path") == LinkFault.NO_PAGE
    assert "public" not in before
    draft.get_latest_revision().publish()
    with make.committed():
        public.unpublish()
    file.delete()
    after = faults()
    assert "draft" not in after
    assert after["public"] == LinkFault.UNPUBLISHED
    assert LinkFault.DELETED in after.values()
    with make.committed():
        public.delete()
    assert faults()["public"] == LinkFault.DELETED


def test_a_link_to_what_moved_is_not_broken() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", slug="old")
    make.landing(home, "en", body=[text(f'<a href="{old_address(page)}">old</a>')])
    assert "old" not in faults()
    make.publish(page, slug="new")
    assert "old" not in faults()


def old_address(page: Any) -> str:
    from cms.publication.models import Edition

    return Edition.objects.get(item=page.translation_key).path


def test_the_editor_is_told_in_both_editors_and_a_saved_page_is_noted_anew(client: Client) -> None:
    home, _ = make.homes("en")
    draft = make.landing(home, "en", live=False)
    page = make.landing(home, "en", body=[text(page_link(draft, "to a draft"))])
    translation = make.translate(page)
    for opened in (page, translation):
        seen = client.get(reverse("wagtailadmin_pages:edit", args=[opened.pk])).content.decode()
        assert f"{reverse('broken_links')}?page={opened.pk}" in seen
    make.publish(page, body=[])
    seen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("broken_links") + "?page" not in seen


def test_the_report_filters_exports_and_shows_only_ones_own(client: Client) -> None:
    home, welsh = make.homes("en")
    draft = make.landing(home, "en", live=False)
    make.landing(home, "en", title="Linking", body=[text(page_link(draft, "here"), '<a href="#x">there</a>')])
    address = reverse("broken_links")
    assert len(client.get(address).context["object_list"]) == 2
    assert [link.words for link in client.get(address, {"fault": "anchor"}).context["object_list"]] == ["there"]
    assert not client.get(address, {"kind": "external"}).context["object_list"]
    table = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Linking" in table
    assert "It is not public in this language." in table
    assert client.get(address, {"export": "xlsx"})["Content-Type"].startswith("application/vnd.openxml")
    assert not editor(welsh, name="arall").get(address).context["object_list"]


def test_what_a_link_leads_to_is_named_in_the_language_of_the_page_that_has_it() -> None:
    home, welsh = make.homes("en")
    draft = make.landing(home, "en", live=False, title="English: draft")
    make.translate(draft, title="Cymraeg: drafft", publish=False)
    named: dict[Language, str] = {"en": "English: draft", "cy": "Cymraeg: drafft"}
    for language, title in named.items():
        parent = home if language == "en" else welsh
        linking = make.landing(parent, language, body=[text(page_link(draft, "here"))])
        note_all()
        found = list(broken_links().filter(page=linking.pk))
        assert list(targets_named(found).values()) == [title]


def test_the_first_screen_names_them_to_those_who_may_mend_them(client: Client) -> None:
    home, welsh = make.homes("en")
    make.landing(home, "en", title="Linking", body=[text('<a href="#x">there</a>')])
    note_all()
    tasks = link_task_lists()[0].find
    now = timezone.now()
    found = tasks(TaskQuery(User.objects.get(username="golygydd"), now))
    assert (found.count, found.own, [(task.title, task.language) for task in found.first]) == (
        1,
        0,
        [("Linking", "en")],
    )
    assert "Broken links" in client.get(reverse("wagtailadmin_home")).content.decode()
    editor(welsh, name="arall")
    assert tasks(TaskQuery(User.objects.get(username="arall"), now)).count == 0


@contextmanager
def site(answers: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """A site on this machine that answers each path with a status, or a status and headers."""
    asked: list[tuple[str, str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append((self.command, self.path, self.headers["User-Agent"]))
            said = answers[self.path]
            status, headers = said if isinstance(said, tuple) else (said, {})
            if callable(status):
                status = status(self.command)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        do_HEAD = do_GET = answer  # noqa: N815

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


class Hours:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.now


def linking_to(*urls: str) -> None:
    home, _ = make.homes("en")
    make.landing(home, "en", body=[text(*(f'<a href="{url}">x</a>' for url in urls))])
    note_all()


def checked(url: str) -> ExternalAddress:
    return ExternalAddress.objects.get(url__endswith=url)


def test_other_sites_are_asked_one_address_of_a_host_at_a_time_and_by_head_first() -> None:
    answers = {
        "/well": 200, "/gone": 404, "/no-head": (lambda method: 405 if method == "HEAD" else 200, {}),
        "/moved": (301, {"Location": "/well"}), "/round": (302, {"Location": "/round"}), "/refused": 403,
    }  # fmt: skip
    clock = Hours()
    with site(answers) as (address, asked):
        linking_to(*(address + path for path in answers), address + "/well#part")
        pauses: list[float] = []
        checker = LinkChecker(clock=clock, sleep=pauses.append)
        assert checker.round() == 1
        assert len({path for _, path, _ in asked}) == 1
        while checker.round():
            pass
    assert all("Sefydlogrwydd-Cynnar-Links" in agent for _, _, agent in asked)
    assert [method for method, path, _ in asked if path == "/no-head"] == ["HEAD", "GET"]
    assert len(pauses) >= len(asked)
    assert checked("/gone").fault == LinkFault.NOT_FOUND
    assert {checked(path).fault for path in ("/well", "/well#part", "/no-head", "/moved", "/refused", "/round")} == {""}
    assert {link.external.url for link in broken_links() if link.external} == {address + "/gone"}


def test_a_site_that_does_not_answer_is_called_broken_after_days_and_well_again_at_once() -> None:
    answers: dict[str, Any] = {"/x": 503}
    clock = Hours()
    with site(answers) as (address, _):
        linking_to(f"{address}/x")
        checker = LinkChecker(clock=clock, sleep=bool)
        began = clock.now
        while not checked("/x").fault:
            assert checker.round() == 1
            assert checker.round() == 0
            clock.now = checked("/x").due_at
        assert clock.now - began > timedelta(days=3)
        assert checked("/x").fault == LinkFault.NO_ANSWER
        answers["/x"] = 200
        checker.round()
        assert (checked("/x").fault, checked("/x").broken_since) == ("", None)
        answers["/x"] = (429, {"Retry-After": "864000"})
        clock.now = checked("/x").due_at
        checker.round()
        assert checked("/x").due_at >= clock.now + timedelta(days=7)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "https://169.254.169.254/",
        "http://a.example:8080/",
        "https://a.example:22/",
        "http://u:p@a.example/",
    ],
)
def test_no_address_leads_a_request_to_what_is_not_public(url: str) -> None:
    from cms.webhooks.sending.destinations import DestinationRefused

    with pytest.raises(DestinationRefused):
        destination(url, plain=True)


@pytest.mark.parametrize("found", ["10.1.2.3", "127.0.0.1", "::ffff:10.0.0.1"])
def test_neither_does_a_name_asked_without_tls(found: str) -> None:
    import asyncio

    from cms.webhooks.sending.delivery_faults import DeliveryFault
    from cms.webhooks.sending.posting import ask

    async def resolve(host: str, port: int) -> list[str]:
        return [found]

    answer = asyncio.run(ask("HEAD", "http://a.example/", {}, plain=True, resolve=resolve))
    assert answer.fault == DeliveryFault.NOT_PUBLIC


def test_a_redirect_leads_no_request_to_what_is_not_public() -> None:
    with site({"/x": (302, {"Location": "http://169.254.169.254/latest"})}) as (address, asked):
        linking_to(f"{address}/x")
        LinkChecker(clock=Hours(), sleep=bool).round()
    assert [path for _, path, _ in asked] == ["/x"]
    assert checked("/x").fault == LinkFault.MALFORMED


def test_addresses_that_no_page_has_any_more_are_forgotten() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=[text('<a href="https://a.example/">x</a>')])
    note_all()
    make.publish(page, body=[text("nothing")])
    note_all()
    assert not ExternalAddress.objects.exists()
    assert not PageLink.objects.filter(page=page).exclude(address="").exists()


def test_a_page_that_is_deleted_before_its_turn_stops_nobody() -> None:
    page = make.landing(make.home("en"), "en", body=[("text", '<p><a href="https://example.org/">English</a></p>')])
    make.fresh(page).delete()
    note_links(page)
    assert not PageLink.objects.exists()


def test_nothing_is_asked_where_it_is_switched_off() -> None:
    linking_to("https://a.example/")
    LinkChecker(sleep=bool).once(bool)
    assert ExternalAddress.objects.get().checked_at is None

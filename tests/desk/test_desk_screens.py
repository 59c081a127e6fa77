"""Every screen of ours in the administration, looked at in a browser."""

import pytest

from tests.desk.desk_browser import CUT_OFF, DeskBrowser

pytestmark = pytest.mark.database
# Wagtail's own forms of snippets have no heading, and pictures of blocks stand below one of the screen that they are in.
WITHOUT_HEADING = ("/admin/snippets/", "/admin/translating/")

# Where no issuer of log-ins is set.
NOT_SET_UP = "/admin/log-in/issuer/"


def test_no_screen_of_ours_has_a_fault_or_is_wider_than_a_telephone(desk: DeskBrowser) -> None:
    desk.log_in(desk.administrator)
    faults, led = {}, []
    for address in desk.screens:
        status = desk.status(address)
        if status == 302:
            led.append(address)
        elif status in {200, 410}:  # a link that was used says so
            faults[address] = desk.faults_at(address)
        # But for a form that was sent empty, or what is only for sending.
        elif status not in {0, 400, 405} and not (status == 404 and address.startswith(NOT_SET_UP)):
            faults[address] = [f"answers {status}"]
    desk.log_out()
    faults |= {address: desk.faults_at(address) for address in led if desk.status(address) == 200}
    assert len(faults) > 60
    told = [
        f"{address}: {fault}"
        for address, found in faults.items()
        for fault in found
        if not (fault.startswith("page-has-heading-one") and address.startswith(WITHOUT_HEADING))
    ]
    assert not told, "\n".join(told)


def test_every_listing_and_report_of_the_menu_can_be_read_on_a_telephone(desk: DeskBrowser) -> None:
    """Wagtail's own too: what axe finds in them is not ours, but who is out and about reads them."""
    desk.log_in(desk.administrator)
    addresses = desk.menu()
    assert len(addresses) > 25
    desk.show(320, 640)
    told = {}
    for address in addresses:
        desk.tab.open(f"{desk.url}{address}")
        width = desk.tab.run("document.documentElement.scrollWidth")
        if found := [*desk.tab.run(CUT_OFF), *([f"{width} wide"] if width > 320 else [])]:
            told[address] = found
    assert not told


def test_who_types_a_wrong_number_sees_what_is_wrong(desk: DeskBrowser) -> None:
    desk.log_in(desk.administrator)
    desk.tab.open(f"{desk.url}/admin/second-factor/")
    desk.type("000000", "[name=number]")
    desk.tab.follow("document.querySelector('[name=number]').form.querySelector('[type=submit]').click()")
    assert desk.tab.run("document.querySelector('.error-message').checkVisibility()")
    desk.look()
    assert desk.tab.run("[...document.querySelectorAll('.button')].every(one => one.scrollWidth <= one.clientWidth)")

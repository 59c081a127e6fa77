"""Where webhooks may go: a corpus of addresses that have led elsewhere."""

from ipaddress import ip_address

import pytest

from cms.webhooks.sending.destinations import DestinationRefused, allowed, check_address, destination, is_public

_NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.0.1 169.254.169.254
169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255
198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 64:ff9b::7f00:1
64:ff9b::a00:1 64:ff9b:1::a00:1
100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2002:7f00:1::1 2002:a00:1:: 2002:c0a8:101::1 3fff::1 5f00::1
fc00::1 fd00:ec2::254 fdff::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1 2a00:1450::5efe:10.0.0.1
2a00:1450::200:5efe:7f00:1
"""
NOT_PUBLIC = _NOT_PUBLIC.split()
_PUBLIC = "1.1.1.1 9.9.9.9 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 2606:4700:4700::1111 2a00:1450:4009::5e"
PUBLIC = _PUBLIC.split()

REFUSED = {
    "scheme": [
        "http://cms.example.wales/", "ftp://cms.example.wales/", "file:///etc/passwd", "gopher://cms.example.wales:443/",
        "//cms.example.wales/", "cms.example.wales/hook", "", "javascript:alert(1)", "http://localhost:8000/", "unix:/run/x",
    ],
    "form": [
        "https://user@cms.example.wales/", "https://user:pass@cms.example.wales/", "https://cms.example.wales@127.0.0.1/",
        "https://cms.example.wales#@evil.example/", "https://cms.example.wales/#x", "https://cms.example.wales\\@127.0.0.1/",
        "https://cms.example.wales/a b", "https://cms.example.wales/\r\nHost: x", "https://cms.example.wales\t/",
        " https://cms.example.wales/", "https://[::1", "https://cms.example.wales:99999/", "https://cms.example.wales:x/",
        "https://cms.example.wales/" + "a" * 2000, "https://cms.example.wales\u2003.evil.example/",
    ],
    "name": [
        "https://127.0.0.1/", "https://8.8.8.8/", "https://2130706433/", "https://017700000001/", "https://0x7f000001/",
        "https://0x7f.0x0.0x0.0x1/", "https://0177.0.0.1/", "https://127.1/", "https://127.0.1/", "https://0/", "https://0x0/",
        "https://1.1.1.1./", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://localhost/",
        "https://localhost./", "https://intranet/", "https://cms.example.0x7f/", "https://cms.example.127/", "https:///hook",
        "https://%31%32%37.0.0.1/", "https://\uff11\uff12\uff17.0.0.1/", "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/",
        "https://cms..example.wales/", "https://-cms.example.wales/", "https://" + "a." * 130 + "wales/", "https://127。0。0。1/",
    ],
    "port": [
        "https://cms.example.wales:22/", "https://cms.example.wales:25/", "https://cms.example.wales:80/",
        "https://cms.example.wales:0/", "https://cms.example.wales:1023/",
    ],
}  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_address_that_is_not_public_is_connected_to(address):
    assert not is_public(ip_address(address))
    with pytest.raises(DestinationRefused, match="not-public"):
        allowed([address], loopback=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_connected_to(address):
    assert allowed([address], loopback=False) == [ip_address(address)]


def test_one_address_that_is_not_public_refuses_the_name():
    with pytest.raises(DestinationRefused, match="not-public"):
        allowed(["1.1.1.1", "127.0.0.1"], loopback=False)


def test_a_name_that_leads_nowhere_is_refused():
    with pytest.raises(DestinationRefused, match="unknown-name"):
        allowed([], loopback=False)


@pytest.mark.parametrize(("fault", "url"), [(fault, url) for fault, urls in REFUSED.items() for url in urls])
def test_a_url_that_leads_elsewhere_is_refused(fault, url):
    with pytest.raises(DestinationRefused, match=f"^{fault}$"):
        destination(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://cms.example.wales", "cms.example.wales", 443, "/"),
        ("HTTPS://CMS.Example.Wales:8443/bachau?x=1&y=%20", "cms.example.wales", 8443, "/bachau?x=1&y=%20"),
        ("https://tŷ.example.wales/bachau/ŵy", "xn--t-foa.example.wales", 443, "/bachau/%C5%B5y"),
    ],
)
def test_a_url_of_the_web_is_taken(url, host, port, target):
    found = destination(url)
    assert (found.host, found.port, found.target, found.secure) == (host, port, target, True)


def test_this_machine_is_taken_only_where_it_is_allowed_and_leads_nowhere_else():
    found = destination("http://localhost:8163/hook", loopback=True)
    assert (found.host_header, found.secure) == ("localhost:8163", False)
    with pytest.raises(DestinationRefused, match="not-public"):
        allowed(["10.0.0.1"], loopback=True)
    for elsewhere in ("http://cms.example.wales/", "http://127.0.0.2/", "http://localhost.example.wales/"):
        with pytest.raises(DestinationRefused, match="scheme"):
            destination(elsewhere, loopback=True)


def test_what_a_name_leads_to_is_looked_at_when_it_is_entered():
    with pytest.raises(DestinationRefused, match="unknown-name"):
        check_address("https://cms.example.invalid/")
    check_address("http://localhost:8163/", loopback=True)

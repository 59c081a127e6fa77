"""The real server behind Debian's nginx and ops/nginx/cms.conf, with nothing of that file changed but addresses and ports."""

import contextlib
import json
import os
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings

from cms.settings.environment import MAX_UPLOAD_MB
from tests.webhooks.receivers import certified

from .running import HOST, LONG_ENOUGH, Running, free_port, running, until

pytestmark = pytest.mark.nginx
API, ADMIN = "api.example.test", "golygu.example.test"
CONFIGURATION = (settings.BASE_DIR / "ops" / "nginx" / "cms.conf").read_text()
PUBLIC = {
    "DJANGO_SETTINGS_MODULE": "tests.server.public_settings", "ALLOW_SQLITE": "1", "TRUST_PROXY_HEADERS": "1",
    "SECRET_KEY": "k7-Qz_0aXw9LrT4vB2mNc8YhJ5sDfG1pUeR6iOoWqE3tZxCvBnM",
    "ALLOWED_HOSTS": f"{API},{ADMIN},cy.example.test,en.example.test", "SECOND_FACTOR": "nobody",
    "PUBLIC_URL_CY": "https://cy.example.test", "PUBLIC_URL_EN": "https://en.example.test",
    "API_URL": f"https://{API}", "ADMIN_URL": f"https://{ADMIN}",
    "MAX_UPLOAD_MB": "2",
}  # fmt: skip
# What nginx needs beside the file, as Debian's nginx.conf has it around its conf.d.
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/cms.conf;
}}
"""


@dataclass(frozen=True)
class Site:
    """What stands in front of the server, and where."""

    server: Running
    tls: ssl.SSLContext
    secure: int
    plain: int

    def connect(self, name: str = API, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        """A connection that asks for the certificate of `name`."""
        raw = socket.create_connection((HOST, self.secure), LONG_ENOUGH)
        return (context or self.tls).wrap_socket(raw, server_hostname=name)

    def over(self, client: socket.socket) -> HTTPConnection:
        """HTTP over a connection that is there."""
        connection = HTTPConnection(HOST, self.secure, timeout=LONG_ENOUGH)
        connection.sock = client
        return connection

    def ask(
        self, path: str, method: str = "GET", body: Any = None, host: str = API, **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        """An answer, whole; `X_Y` is the header X-Y."""
        with contextlib.closing(self.over(self.connect(host))) as connection:
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Host": host, **told})
            response = connection.getresponse()
            return response, response.read()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Site]:
    """One of the two servers that the file names is never there."""
    folder = tmp_path_factory.mktemp("nginx")
    _, tls = certified("*.example.test", folder)
    (folder / "certificate.pem").rename(folder / "fullchain.pem")
    (folder / "key.pem").rename(folder / "privkey.pem")
    secure, plain = free_port(), free_port()
    in_front = {"Host": API, "X-Forwarded-Proto": "https"}
    with running(django_db_blocker, workers=1, headers=in_front, **PUBLIC) as server:
        adapted = re.sub(r"^ +listen \[::\].*\n", "", CONFIGURATION, flags=re.MULTILINE)
        ports = {"443": secure, "80": plain}
        adapted = re.sub(r"listen (\d+)", lambda found: f"listen {HOST}:{ports[found[1]]}", adapted)
        adapted = adapted.replace("/etc/ssl/cms", str(folder))
        adapted = adapted.replace("127.0.0.1:8000", f"{HOST}:{server.port}").replace("127.0.0.1:8001", f"{HOST}:1")
        (folder / "cms.conf").write_text(adapted)
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        command = [
            os.environ["NGINX_PROGRAM"],
            "-p",
            str(folder),
            "-c",
            str(folder / "nginx.conf"),
            "-e",
            str(folder / "error.log"),
        ]
        nginx = subprocess.Popen(command)
        found = Site(server, tls, secure, plain)
        try:
            until(lambda: nginx.poll() is not None or _listens(plain))
            assert nginx.poll() is None, (folder / "error.log").read_text()
            yield found
        finally:
            nginx.terminate()
            nginx.wait(LONG_ENOUGH)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def without_tls(site: Site, host: str) -> HTTPResponse:
    connection = HTTPConnection(HOST, site.plain, timeout=LONG_ENOUGH)
    connection.request("GET", "/cy/?a=1", headers={"Host": host})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_a_host_of_ours_is_led_to_tls_and_any_other_nowhere(site: Site) -> None:
    ours = without_tls(site, "cy.example.test")
    assert (ours.status, ours.getheader("Location")) == (301, "https://cy.example.test/cy/?a=1")
    other = without_tls(site, "evil.example")
    assert (other.status, other.getheader("Location")) == (421, None)
    with pytest.raises(ssl.SSLError):
        site.connect("evil.example")
    with contextlib.closing(site.over(site.connect())) as connection:
        connection.request("GET", "/", headers={"Host": "evil.example"})
        assert connection.getresponse().status == 421


def test_connections_are_as_safe_as_clients_can(site: Site) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    with site.connect(context=context) as client:
        assert (client.selected_alpn_protocol(), client.version()) == ("h2", "TLSv1.3")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ALL:@SECLEVEL=0")
    with site.connect(context=context) as client:
        cipher = client.cipher()
        assert cipher is not None
        assert cipher[0].startswith("ECDHE")
    context.set_ciphers("AES128-SHA:AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
    with pytest.raises(ssl.SSLError):
        site.connect(context=context)
    response, _ = site.ask("/api/v1/cy/items")
    assert "max-age=31536000" in (response.getheader("Strict-Transport-Security") or "")
    assert response.getheader("Server") in {None, "nginx"}


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd"])
def test_what_the_service_packs_is_passed_on_as_it_is(site: Site, packing: str) -> None:
    path = "/api/v1/cy/items?limit=7"
    response, packed = site.ask(path, Accept_Encoding=packing)
    direct, expected = site.server.ask(path, headers={"Accept-Encoding": packing})
    assert (response.status, response.getheader("Content-Encoding"), packed) == (200, packing, expected)
    etag = response.getheader("ETag") or ""
    assert (etag, response.getheader("Vary")) == (direct.getheader("ETag"), direct.getheader("Vary"))
    held, nothing = site.ask(path, Accept_Encoding=packing, If_None_Match=etag)
    assert (held.status, held.getheader("ETag"), nothing) == (304, etag, b"")
    head, nothing = site.ask(path, "HEAD", Accept_Encoding=packing)
    assert (head.status, head.getheader("Content-Length"), nothing) == (200, str(len(packed)), b"")


def test_a_long_answer_comes_whole(site: Site) -> None:
    response, body = site.ask("/api/v1/openapi.json")
    assert response.status == 200
    assert body == site.server.ask("/api/v1/openapi.json")[1]
    assert len(body) > 200_000


def test_a_client_cannot_say_where_it_comes_from(site: Site) -> None:
    """It is counted by the address that nginx sees: this machine's, which has no limit, whatever the client makes up."""
    made_up = {"X-Forwarded-For": "198.51.100.7"}
    assert site.server.ask("/api/v1/cy/items", headers=made_up)[0].getheader("RateLimit")
    told = {"X_Forwarded_For": "198.51.100.7", "Forwarded": "for=198.51.100.7", "X_Real_IP": "198.51.100.7"}
    response, _ = site.ask("/api/v1/cy/items", **told)
    assert (response.status, response.getheader("RateLimit")) == (200, None)
    response, _ = site.ask("/api/v1/cy/items", X_Forwarded_Host="evil.example", X_Forwarded_Proto="http")
    assert response.status == 200


def test_who_sends_too_much_is_told_so_before_it_is_sent(site: Site) -> None:
    """By the service in words, but for what is far more than anybody may."""
    response, body = site.ask("/graphql", "POST", bytes(200_000), Content_Type="application/json")
    assert (response.status, bool(response.getheader("X-Request-ID"))) == (413, True)
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "REQUEST_TOO_LARGE"
    logged_in = {"host": ADMIN, "Cookie": site.server.cookie}
    for longer, headers in ((3_000_000, logged_in), (200_000, {"host": ADMIN})):
        assert refused_at_once(site, "/admin/images/multiple/add/", longer, **headers) == (413, True)
    assert refused_at_once(site, "/graphql", 5_000_000) == (413, False)
    assert refused_at_once(site, "/admin/", 200_000_000, **logged_in) == (413, False)


def refused_at_once(site: Site, path: str, length: int, host: str = API, **headers: str) -> tuple[int, bool]:
    """The status where nothing but the head was sent, and whether it is the service's."""
    with contextlib.closing(site.over(site.connect(host))) as connection:
        connection.putrequest("POST", path, skip_host=True)
        for name, value in {"Host": host, "Content-Length": str(length), **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, bool(response.getheader("X-Request-ID"))


def test_the_file_lets_through_what_the_service_takes() -> None:
    through = [int(number) for number in re.findall(r"client_max_body_size (\d+)m", CONFIGURATION)]
    assert through[-1] > MAX_UPLOAD_MB


def test_changes_come_as_they_are_made(site: Site) -> None:
    token = json.loads(site.ask("/api/v1/changes?since=now")[1])["token"]
    stream = site.over(site.connect())
    stream.request("GET", f"/api/v1/changes?since={token}", headers={"Host": API, "Accept": "text/event-stream"})
    following = stream.getresponse()
    site.server.edit("Newydd")
    item, line = site.server.item.encode(), b""
    while item not in line:
        line = following.fp.readline()
        assert line, "the stream has ended"
    stream.close()


def test_somebody_logs_in_with_cookies_for_tls_alone(site: Site) -> None:
    page, body = site.ask("/admin/login/", host=ADMIN)
    assert page.status == 200
    (token,) = re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', body)[:1]
    first = SimpleCookie(page.getheader("Set-Cookie"))
    form = {"username": "golygydd", "password": "sefydlogrwydd-cynnar", "csrfmiddlewaretoken": token.decode()}
    sent = {
        "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in first.items()),
        "Content_Type": "application/x-www-form-urlencoded",
        "Referer": f"https://{ADMIN}/admin/login/",
        "Origin": f"https://{ADMIN}",
    }
    answer, _ = site.ask("/admin/login/", "POST", urlencode(form), host=ADMIN, **sent)
    assert answer.status == 302
    given = [*(page.headers.get_all("Set-Cookie") or []), *(answer.headers.get_all("Set-Cookie") or [])]
    assert {cookie.partition("=")[0] for cookie in given} >= {"csrftoken", "sessionid"}
    assert [cookie for cookie in given if "Secure" not in cookie] == []
    assert site.ask("/admin/", host=ADMIN, Cookie=site.server.cookie)[0].status == 200
    assert site.ask("/admin/login/", host=API)[0].status == 404

"""What an ASGI request says is what a WSGI application is told."""

from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import given
from hypothesis import strategies as st

from cms.server.calls import environ_of


def scope(path: bytes = b"/", headers: tuple[tuple[bytes, bytes], ...] = ()) -> dict[str, Any]:
    return {
        "type": "http", "method": "GET", "path": "?", "raw_path": path, "query_string": b"q=%C5%B5", "server": ("::1", 8000),
        "client": ("192.0.2.7", 1), "http_version": "1.1", "scheme": "http", "headers": headers,
    }  # fmt: skip


@given(st.binary())
def test_a_path_is_its_bytes_whatever_they_are(path: bytes) -> None:
    assert environ_of(scope(b"/" + quote_from_bytes(path).encode()))["PATH_INFO"].encode("latin-1") == b"/" + path


def test_a_request_is_told_as_it_came() -> None:
    environ = environ_of(scope(b"/cy/", ((b"host", b"example.test"), (b"content-type", b"text/plain"))))
    told = {name: environ[name] for name in ("REQUEST_METHOD", "QUERY_STRING", "REMOTE_ADDR", "SERVER_PROTOCOL")}
    assert told == {
        "REQUEST_METHOD": "GET", "QUERY_STRING": "q=%C5%B5", "REMOTE_ADDR": "192.0.2.7", "SERVER_PROTOCOL": "HTTP/1.1",
    }  # fmt: skip
    assert (environ["HTTP_HOST"], environ["CONTENT_TYPE"]) == ("example.test", "text/plain")


def test_headers_that_come_more_than_once_are_joined() -> None:
    twice = ((b"accept", b"a"), (b"accept", b"b"), (b"cookie", b"c=1"), (b"cookie", b"d=2"))
    environ = environ_of(scope(headers=twice))
    assert (environ["HTTP_ACCEPT"], environ["HTTP_COOKIE"]) == ("a,b", "c=1; d=2")


def test_no_header_stands_for_another_and_none_speaks_of_the_way_it_came() -> None:
    told = environ_of(
        scope(headers=((b"x_forwarded_proto", b"https"), (b"transfer-encoding", b"chunked"), (b"content-length", b"9")))
    )
    assert not {"HTTP_X_FORWARDED_PROTO", "HTTP_TRANSFER_ENCODING", "CONTENT_LENGTH"} & set(told)

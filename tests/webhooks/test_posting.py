"""One attempt to send: to the address that was looked at and no other, in bounded time, and nothing of the answer is kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from cms.webhooks.sending import posting
from cms.webhooks.sending.posting import post

from .receivers import Receiver, certified, speaking

NAME = "cms.example.wales"


def sent(url, **options):
    return asyncio.run(post(url, {"webhook-id": "msg_1"}, b'{"type":"webhook.test"}', **options))


def said(text, **options):
    """The answer where a server says just that."""

    async def reply(reader, writer):
        await reader.read(10_000)
        writer.write(text)
        await writer.drain()
        writer.close()

    with speaking(reply) as port:
        return sent(f"http://127.0.0.1:{port}/", loopback=True, **options)


class Here:
    """Finds this machine under every name, and notes which were asked for."""

    def __init__(self):
        self.asked: list[str] = []

    async def __call__(self, host, port):
        self.asked.append(host)
        return ["127.0.0.1"]


@pytest.fixture
def here(monkeypatch):
    """This machine stands for a public address: names lead to it in these tests."""
    monkeypatch.setattr("cms.webhooks.sending.destinations.is_public", lambda address: address.is_loopback)

    return Here()


def test_the_connection_is_to_the_address_found_and_the_certificate_has_to_be_the_names(here, tmp_path):
    server, client = certified(NAME, tmp_path)
    with Receiver(context=server) as receiver:
        answer = sent(f"https://{NAME}:{receiver.port}/bachau?x=1", resolve=here, context=client)
        other = sent(f"https://other.example.wales:{receiver.port}/", resolve=here, context=client)
        untrusted = sent(f"https://{NAME}:{receiver.port}/", resolve=here)
    assert (answer.status, answer.fault) == (204, None)
    (request,) = receiver.requests
    assert request["path"] == "/bachau?x=1"
    assert request["headers"]["Host"] == f"{NAME}:{receiver.port}"
    assert request["headers"]["webhook-id"] == "msg_1"
    assert request["body"] == b'{"type":"webhook.test"}'
    assert here.asked == [NAME, "other.example.wales", NAME]  # once for each attempt
    assert (other.fault, untrusted.fault) == ("tls", "tls")


def test_when_the_certificate_ends_is_seen_whatever_the_receiver_answers(here, tmp_path):
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    server, client = certified(NAME, tmp_path, ends)
    with Receiver(lambda request: 500, context=server) as receiver:
        answer = sent(f"https://{NAME}:{receiver.port}/", resolve=here, context=client)
        refused = sent(f"https://other.example.wales:{receiver.port}/", resolve=here, context=client)
    with Receiver() as plain:
        without = sent(plain.url, loopback=True)
    assert (answer.status, answer.certificate_ends) == (500, ends)
    assert (refused.certificate_ends, without.certificate_ends) == (None, None)


def test_a_name_that_leads_elsewhere_the_next_time_is_looked_at_again(tmp_path):
    server, client = certified(NAME, tmp_path)
    answers = [["1.1.1.1"], ["127.0.0.1"], ["1.1.1.1", "::ffff:127.0.0.1"]]

    async def rebinding(host, port):
        return answers.pop()

    with Receiver(context=server) as receiver:
        found = [sent(f"https://{NAME}:{receiver.port}/", resolve=rebinding, context=client).fault for _ in range(2)]
    assert found == ["not-public", "not-public"]
    assert receiver.requests == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(status):
    with Receiver() as target, Receiver(lambda request: (status, {"Location": target.url})) as receiver:
        answer = sent(receiver.url, loopback=True)
    assert (answer.status, answer.fault) == (status, "status")
    assert target.requests == []


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_only_what_begins_with_2_is_taken_as_delivered(status):
    with Receiver(lambda request: status) as receiver:
        assert sent(receiver.url, loopback=True).fault == "status"
        receiver.answer = lambda request: 202
        assert sent(receiver.url, loopback=True).delivered


def test_of_the_answer_only_the_status_and_the_length_are_kept():
    answer = said(b"HTTP/1.1 200 OK\r\nX-Secret: 42\r\nContent-Length: 9\r\n\r\ntop secret")
    assert (answer.status, answer.length) == (200, 9)
    assert "secret" not in repr(answer)


@pytest.mark.parametrize(
    ("text", "status", "fault"),
    [
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", 204, None),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", 500, "status"),
        (b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", 0, "answer"),
        (b"HTTP/1.1 200 OK\r\n\r\nuntil the end", 200, None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 200, None),
        (b"SSH-2.0-OpenSSH_9.2\r\n", 0, "answer"),
        (b"", 0, "answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000, 0, "answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"y" * 900_000, 200, None),
    ],
)
def test_whatever_comes_back_is_an_answer_or_a_failure(text, status, fault):
    answer = said(text)
    assert (answer.status, answer.fault) == (status, fault)
    assert answer.length <= posting.LONGEST_BODY


def test_who_sends_a_byte_now_and_then_is_given_up_in_the_end(monkeypatch):
    monkeypatch.setattr(posting, "IN_ALL", 0.4)

    async def drip(reader, writer):
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 1000:
            writer.write(bytes([letter]))
            await asyncio.sleep(0.05)

    with speaking(drip) as port:
        assert sent(f"http://127.0.0.1:{port}/", loopback=True).fault == "timeout"


def test_who_has_answered_is_not_waited_for_because_of_a_body_without_end(monkeypatch):
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.1)

    async def endless(reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.sleep(60)

    with speaking(endless) as port:
        answer = sent(f"http://127.0.0.1:{port}/", loopback=True)
    assert answer.delivered
    assert answer.took < posting.IN_ALL


def test_nobody_there_and_a_name_that_is_not_known_are_told_apart(here):
    async def unknown(host, port):
        raise OSError

    assert sent("http://127.0.0.1:1/", loopback=True).fault == "connection"
    assert sent(f"https://{NAME}/", resolve=unknown).fault == "unknown-name"
    assert sent("http://127.0.0.1:1/").fault == "scheme"


def test_the_second_address_is_taken_where_the_first_does_not_answer(tmp_path, monkeypatch):
    monkeypatch.setattr("cms.webhooks.sending.destinations.is_public", lambda address: True)
    server, client = certified(NAME, tmp_path)

    async def both(host, port):
        return ["127.0.0.9", "127.0.0.1"]

    with Receiver(context=server) as receiver:
        assert sent(f"https://{NAME}:{receiver.port}/", resolve=both, context=client).delivered


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("0", 0.0), ("soon", None), ("-5", None), ("9" * 40, 999_999_999.0), ("", None)],
)
def test_when_to_come_again_is_read(header, seconds):
    assert said(f"HTTP/1.1 503 x\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n".encode()).retry_after == seconds


def test_when_to_come_again_may_be_a_date():
    moment = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    found = said(f"HTTP/1.1 503 x\r\nRetry-After: {moment}\r\nContent-Length: 0\r\n\r\n".encode()).retry_after
    assert 590 < found <= 600

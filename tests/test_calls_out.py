"""No call out of a process waits for ever: each is made here to an address that takes connections and never answers."""

import ast
import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.message import EmailMessage
from django.test import override_settings

from cms.accounts.mail import MailServer
from cms.edge import purging
from cms.operations.access import issuer_calls
from cms.operations.access.issuer_calls import IssuerDown
from cms.partners.limits.rate_stores import RedisStore
from cms.publication.changelog.leases import ExternalFailure
from cms.settings.base import database
from cms.webhooks.sending import posting
from cms.webhooks.sending.delivery_faults import DeliveryFault
from search.engines.circuit_breaker import SlowAnswer
from search.engines.elasticsearch import client as elasticsearch
from tests.search.test_elasticsearch_faults import connection

# Seconds for what must end, on any machine.
LONG_ENOUGH = 60
OURS = ("cms", "search", "home", "guides", "demo")
# What a module has to import to speak to another machine, or to another program.
WAYS_OUT = {
    "aiohttp", "boto3", "elastic_transport", "elasticsearch", "ftplib", "http.client", "httpx", "psycopg", "redis",
    "requests", "smtplib", "socket", "ssl", "subprocess", "urllib.request", "urllib3",
}  # fmt: skip
# Modules that import one of these and call nobody, or only what has been looked at.
CALL_NOBODY = {
    "cms/operations/metrics/exposition.py": "whoever watches comes to its socket",
    "cms/publication/changelog/leases.py": "the name of this machine",
    "cms/server/back.py": "a socket of this server's own processes",
    "cms/server/client_connections.py": "clients' connections, which have patience",
    "cms/operations/upgrades/giving_way.py": "the statements of migrate, which it times by itself",
    "cms/server/processes.py": "the sockets that clients and the processes come to",
    "cms/server/supervision/supervisor.py": "the sockets that it hands to processes",
    "cms/webhooks/sending/destinations.py": "names are looked up, for which the system has a time",
    "search/engines/elasticsearch/indices.py": "by the clients of client.py",
}
# Functions that wait unless they are told how long.
WAIT = {"urlopen", "run", "create_connection", "from_url", "HTTPConnection", "HTTPSConnection", "call", "check_output"}


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of somebody who takes connections and never says anything."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def to_elasticsearch(port: int) -> None:
    service = elasticsearch.Service(connection(f"http://127.0.0.1:{port}", timeout=0.2))
    for way in (service.reading, service.probing, service.writing):
        with pytest.raises(SlowAnswer), way() as found:
            (found[0] if isinstance(found, tuple) else found).info()


def to_a_cache(port: int) -> None:
    with pytest.raises(ExternalFailure):
        purging.VarnishTags({"LOCATION": f"http://127.0.0.1:{port}/"}).purge_tags(["one"])


def to_redis(port: int) -> None:
    from redis import RedisError

    with pytest.raises(RedisError):
        RedisStore(f"redis://127.0.0.1:{port}/0").add(1, {"client": 1})


def to_a_mail_server(port: int) -> None:
    server: Any = get_connection("cms.accounts.mail.MailServer", host="127.0.0.1", port=port)
    assert isinstance(server, MailServer)
    with pytest.raises(OSError):  # noqa: PT011 - whatever says that it took too long
        server.send_messages([EmailMessage("a", "b", "c@example.test", ["d@example.test"])])


def to_a_receiver(port: int) -> None:
    answer = asyncio.run(posting.ask("POST", f"http://127.0.0.1:{port}/", {}, b"{}", loopback=True))
    assert answer.fault == DeliveryFault.TIMEOUT


def to_postgresql(port: int) -> None:
    import psycopg

    options: Any = database("postgres://cms@127.0.0.1:1/cms")["OPTIONS"]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=port, dbname="cms", user="cms", **options)


def to_a_machine_translator(port: int) -> None:
    """The only one of wagtail-localize's whose address can be chosen."""
    from requests import Timeout
    from wagtail_localize.machine_translators.libretranslate import LibreTranslator

    class Locale:
        language_code = "cy"

    machine = LibreTranslator({"LIBRETRANSLATE_URL": f"http://127.0.0.1:{port}", "API_KEY": "", "TIMEOUT": 1})
    with pytest.raises(Timeout):
        machine.translate(Locale(), Locale(), [])


def to_an_issuer(port: int) -> None:
    with override_settings(OIDC={**settings.OIDC, "issuer": f"http://127.0.0.1:{port}"}), pytest.raises(IssuerDown):
        issuer_calls.ask("cy")


CALLS: dict[str, Callable[[int], None]] = {
    "search/engines/elasticsearch/client.py": to_elasticsearch,
    "cms/edge/purging.py": to_a_cache,
    "cms/partners/limits/rate_stores.py": to_redis,
    "cms/accounts/mail.py": to_a_mail_server,
    "cms/webhooks/sending/posting.py": to_a_receiver,
    "cms/settings/base.py": to_postgresql,
    "cms/operations/access/issuer_calls.py": to_an_issuer,
    "cms/desk/translating/machine_drafts.py": to_a_machine_translator,
}
# What is not seen by an import: Django and wagtail-localize make the call for us.
BY_OTHERS = {"cms/settings/base.py", "cms/desk/translating/machine_drafts.py"}


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.__name__)
def test_who_is_never_answered_gives_up(
    call: Callable[[int], None], silent: int, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(purging, "_SECONDS", 0.2)
    monkeypatch.setattr(posting, "IN_ALL", 0.2)
    monkeypatch.setattr(elasticsearch, "WRITE_TIMEOUT", 0.2)
    monkeypatch.setattr(issuer_calls, "TIMEOUT", (0.2, 0.2))
    settings.EMAIL_TIMEOUT = 0.2
    faults: list[BaseException] = []

    def calling() -> None:
        try:
            call(silent)
        except BaseException as fault:
            faults.append(fault)

    # A thread that nobody waits for at the end: one that never gives up fails this test and no more.
    caller = threading.Thread(target=calling, daemon=True)
    caller.start()
    caller.join(LONG_ENOUGH)
    assert not caller.is_alive(), "it waits for ever"
    assert not faults, faults


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in OURS:
        for file in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py")):
            yield file.relative_to(settings.BASE_DIR).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {way for way in WAYS_OUT for name in found if name == way or name.startswith(f"{way}.")}


def waits_for_ever(node: ast.Call) -> bool:
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = getattr(getattr(function, "value", None), "id", "")
    if name not in WAIT or (name in {"run", "call", "check_output"} and owner != "subprocess"):
        return False
    return not any("timeout" in (keyword.arg or "") for keyword in node.keywords)


def test_every_module_with_a_way_out_is_tried_or_calls_nobody() -> None:
    found = {path: ways for path, tree in modules() if (ways := imported(tree))}
    # Programs of our own are started with a time: the test below.
    with_ways = {path for path, ways in found.items() if ways != {"subprocess"}}
    assert with_ways == (CALLS.keys() - BY_OTHERS) | CALL_NOBODY.keys()


def test_whatever_waits_is_told_how_long() -> None:
    unbounded = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and waits_for_ever(node)
    ]
    assert unbounded == []


def test_a_call_without_a_time_is_noticed() -> None:
    def calls(text: str) -> bool:
        return any(waits_for_ever(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))

    assert calls("urlopen(a)")
    assert calls("subprocess.run(a)")
    assert not calls("urlopen(a, timeout=1)")

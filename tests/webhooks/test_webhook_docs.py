"""The receivers of docs/webhooks.md, in Python and in Node.js, take what is sent, and nothing else."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from cms.webhooks.models import WebhookAttempt
from cms.webhooks.queueing.replaying import send_test
from cms.webhooks.sending.dispatcher import Courier
from cms.webhooks.sending.sealed_secrets import new_secret
from cms.webhooks.sending.secret_rotation import rotate

from .endpoints import PLAIN_SECRETS, change, endpoint

pytestmark = pytest.mark.django_db
PAGE = Path(settings.BASE_DIR) / "docs" / "webhooks.md"
RECEIVERS = {"python": (sys.executable, "receiver.py"), "js": (shutil.which("node"), "receiver.mjs")}


@pytest.fixture(params=RECEIVERS)
def receiver(request, tmp_path):
    """What starts the receiver of the page with a secret, and its address."""
    program, name = RECEIVERS[request.param]
    if program is None:
        pytest.skip("needs Node.js")
    code = re.search(rf"```{request.param}\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert code is not None
    (tmp_path / name).write_text(code[1])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = []

    def start(secret):
        process = subprocess.Popen(
            [program, tmp_path / name, str(port)],
            env={**os.environ, "WEBHOOK_SECRET": secret},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if not secret.removeprefix("whsec_") else None,
            text=True,
        )
        started.append(process)
        for _ in range(400):
            assert process.poll() is None, "it has ended"
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    return process
            time.sleep(0.05)
        raise AssertionError("it does not listen")

    yield start, f"http://127.0.0.1:{port}/"
    for process in started:
        process.kill()
        process.wait()


def test_a_receiver_as_documented_takes_what_is_ours(receiver):
    start, url = receiver
    told = endpoint(url)
    process = start(PLAIN_SECRETS[told.pk])
    item = change()
    rotate(told)
    Courier().once(bool)
    send_test(told)
    Courier().once(bool)
    assert process.stdout.readline().split() == ["item.gone", str(item)]
    assert process.stdout.readline().split()[0] == "webhook.test"
    assert set(WebhookAttempt.objects.values_list("status", flat=True)) == {204}


@pytest.mark.parametrize("secret", ["", "whsec_"])
def test_a_receiver_as_documented_does_not_run_without_a_secret(receiver, secret):
    start, _ = receiver
    with pytest.raises(AssertionError, match="has ended"):
        start(secret)


def test_a_receiver_as_documented_refuses_what_is_not(receiver):
    start, url = receiver
    endpoint(url)
    start(new_secret())
    change()
    Courier().once(bool)
    assert set(WebhookAttempt.objects.values_list("status", flat=True)) == {400}

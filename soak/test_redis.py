"""Limits that processes learn of through Redis, where REDIS_URL names one."""

import os
from typing import Any
from uuid import uuid4

import pytest

from cms.partners.limits.meter import Meter
from cms.partners.limits.rate_stores import store_of_settings
from tests.partners.gated import HERE
from tests.partners.test_limits import anybody


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="needs Redis: REDIS_URL is not set")
def test_processes_learn_through_redis_too(settings: Any) -> None:
    settings.RATE_STORE = os.environ["REDIS_URL"]
    caller = anybody(HERE)._replace(client=uuid4().hex)
    first, second = Meter(store_of_settings()), Meter(store_of_settings())
    first.take(caller, 7_000)
    first.share()
    second.take(caller, 4_000)
    second.share()
    assert second.take(caller, 0).remaining == 1_000

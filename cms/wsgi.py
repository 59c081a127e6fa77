"""The WSGI application for `make run` and for any server but ours (`cms.server`), which bounds what clients can hold."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - needs Django to be set up, as all below

from cms.operations.logs.wsgi_lines import WithLines  # noqa: E402
from cms.publication.changelog import worker_thread  # noqa: E402
from cms.server.gate import gated  # noqa: E402
from cms.server.lanes import lane_of  # noqa: E402

application = WithLines(gated(django_application), lane_of)

if settings.WORKS_IN_PROCESS:
    worker_thread.start()

# What is loaded now stays. Looking through all of it for garbage takes a tenth of a second, in the middle of a request.
gc.collect()
gc.freeze()

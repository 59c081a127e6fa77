"""Real Elasticsearch for tests: an engine on the one that all share, and a server of one's own, to stop, freeze and empty."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from elasticsearch import Elasticsearch

from search.engines.elasticsearch.client import Service
from search.engines.elasticsearch.engine import ElasticsearchEngine


@contextmanager
def shared_elasticsearch(purpose: str) -> Iterator[ElasticsearchEngine]:
    """The engine on the server of ELASTICSEARCH_URL, under names of its own, which are removed afterwards."""
    url, prefix = os.environ["ELASTICSEARCH_URL"], f"{purpose}-{uuid4().hex[:12]}"
    # Patient: a machine that runs many tests may answer late.
    connection: Any = {**settings.ELASTICSEARCH, "url": url, "prefix": prefix, "timeout": 20.0}
    try:
        yield ElasticsearchEngine(Service(connection), prefix)
    finally:
        with Elasticsearch(url) as client:
            if left := list(client.indices.get(index=f"{prefix}-*", expand_wildcards="all")):
                client.indices.delete(index=left)


class OwnElasticsearch:
    """The real server, in a folder and on a port of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        # A copy, since it notes the addresses of what it starts beside itself: the project's notes stay as they are.
        self._script = folder / "bin" / "services"
        self._script.parent.mkdir()
        shutil.copy(settings.BASE_DIR / "bin" / "services", self._script)
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        self._run("start")

    def stop(self) -> None:
        self.thaw()
        self._run("stop")
        for _ in range(300):
            if not self._listens():
                return
            time.sleep(0.1)
        raise TimeoutError("Elasticsearch was stopped and still answers.")

    def freeze(self) -> None:
        """It keeps its port and its connections, and does nothing."""
        os.kill(self._process(), signal.SIGSTOP)

    def thaw(self) -> None:
        if (self._folder / "home" / "elasticsearch.pid").exists():
            os.kill(self._process(), signal.SIGCONT)

    def wipe(self) -> None:
        """Every index is gone, with its aliases."""
        with Elasticsearch(self.url) as client:
            client.indices.delete(index=list(client.indices.get(index="*")))

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def _process(self) -> int:
        return int((self._folder / "home" / "elasticsearch.pid").read_text())

    def _run(self, command: str) -> None:
        environment = {
            **os.environ,
            "SERVICES_HOME": str(self._folder / "home"),
            "ELASTICSEARCH_PORT": str(self._port),
            # It lives for a minute: time spent on making it faster is lost.
            "ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1",
        }
        subprocess.run(
            [self._script, command, "elasticsearch"], env=environment, check=True, capture_output=True, timeout=300
        )


@contextmanager
def own_elasticsearch():
    """A running server; nothing is left of it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Its owner may be another user than that of the tests, and has to get there.
    with tempfile.TemporaryDirectory(prefix="cms-elasticsearch-", dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = OwnElasticsearch(Path(folder), port)
        try:
            server.start()
            yield server
        finally:
            server.stop()

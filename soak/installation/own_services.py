"""A PostgreSQL cluster and an Elasticsearch node of one's own, to be killed, frozen and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.journeys.test_two_servers import free_port


class OwnServices:
    """In a folder, with what `make services` has installed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._script = folder / "bin" / "services"
        self._script.parent.mkdir()
        for program in ("services", "debian-program"):
            shutil.copy(settings.BASE_DIR / "bin" / program, self._script.parent)
        postgres, elasticsearch = free_port(), free_port()
        self._environment = {
            **os.environ,
            "SERVICES_HOME": str(folder / "home"),
            "POSTGRES_PORT": str(postgres),
            "ELASTICSEARCH_PORT": str(elasticsearch),
            # It is to start soon more than to be fast.
            "ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1",
        }
        self.database_url = f"postgres://cms@127.0.0.1:{postgres}/cms"
        self.elasticsearch_url = f"http://127.0.0.1:{elasticsearch}"

    def start(self, service: str) -> None:
        """Comes back once it answers."""
        self._run("start", service)

    def stop(self, service: str) -> None:
        """As an administrator stops it."""
        self._run("stop", service)

    def signal_elasticsearch(self, which: signal.Signals) -> None:
        """Kills, freezes or thaws it."""
        os.kill(int((self._folder / "home" / "elasticsearch.pid").read_text()), which)

    def _run(self, *command: str) -> None:
        subprocess.run(
            [self._script, *command], env=self._environment, check=True, stdout=subprocess.DEVNULL, timeout=300
        )


@contextmanager
def own_services() -> Iterator[OwnServices]:
    """Both, running; nothing is left of them at the end."""
    # Their owner may be another user than that of the tests, and has to get there.
    with tempfile.TemporaryDirectory(prefix="cms-installation-", dir="/var/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        services = OwnServices(Path(name))
        try:
            for service in ("postgres", "elasticsearch"):
                services.start(service)
            yield services
        finally:
            for service in ("elasticsearch", "postgres"):
                services.stop(service)

"""Which lines of the package each test runs, and how long it takes: recorded once, kept below var/ until something changes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from coverage import Coverage


@dataclass(frozen=True)
class Run:
    """What one test did: the lines by file, processor time in seconds, whether it first made a scene for others."""

    lines: dict[str, list[int]]
    seconds: float
    made_scene: bool


class Tracer:
    """Notes the lines that run, of files below one folder only."""

    def __init__(self, root: Path, package: Path) -> None:
        self._root = root
        self._coverage = Coverage(data_file=None, config_file=False, include=[f"{package}/*"])
        self._coverage.set_option("run:disable_warnings", ["no-data-collected"])

    def start(self) -> None:
        self._coverage.erase()
        self._coverage.start()

    def stop(self) -> dict[str, list[int]]:
        """The lines since `start`, by file."""
        self._coverage.stop()
        data = self._coverage.get_data()
        return {
            str(Path(name).relative_to(self._root)): sorted(data.lines(name) or ()) for name in data.measured_files()
        }


class Recording:
    """The runs of tests, by test. Those of a file of tests count while it and the package are what they were."""

    def __init__(self, path: Path, package: Path) -> None:
        self._path = path
        self._package = _mark(sorted(package.rglob("*.py")))
        self._stored = json.loads(path.read_text()) if path.exists() else {}
        self.runs: dict[str, Run] = {}

    def take(self, test: str, file: Path) -> Run | None:
        """What is known of a test."""
        known = self._stored.get(test)
        if known is None or known["mark"] != self._mark(file):
            return None
        self.runs[test] = Run(known["lines"], known["seconds"], known["made_scene"])
        return self.runs[test]

    def add(self, test: str, file: Path, run: Run) -> None:
        self.runs[test] = run
        self._stored[test] = {"mark": self._mark(file), **asdict(run)}

    def save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._stored))

    def _mark(self, file: Path) -> str:
        return self._package + _mark([file])


def _mark(files: list[Path]) -> str:
    return hashlib.blake2b(b"\0".join(file.read_bytes() for file in files), digest_size=8).hexdigest()

"""Changes one thing at a time in `cms/publication` and sees whether a test notices. `make mutants` calls this; see ADR 22.

One process has Django, the tests and the database ready; each mutant is a fork of it.
"""

import argparse
import gc
import os
import random
import re
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from mutations import Mutant, mutants_of
from patching import Loaded, NotApplicable
from touched import Recording, Run, Tracer

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "cms" / "publication"
LEFT_OUT: Final = ("admin/", "management/", "migrations/", "wagtail_hooks.py")
TESTS: Final = (
    "tests/publication",
    *(
        f"tests/rest/test_{name}.py"
        for name in ("queries", "lists", "items", "terms", "files", "paging", "conditional")
    ),
    *(f"tests/graphql/test_{name}.py" for name in ("lists", "items", "terms")),
    *(f"tests/reading/test_{name}.py" for name in ("pages", "terms")),
    *(f"tests/search/test_{name}.py" for name in ("document_builder", "indexer")),
)
# Slow, and about what is left out, or about drawing.
NOT_TESTS: Final = ("*/test_*admin*.py", "*/test_flowchart*.py", "*/test_video.py")
OPTIONS: Final = (
    "-q", "-s", "-pno:cacheprovider", "-pno:xdist", "-pno:randomly", "--tb=native", "--assert=plain",
    "-m", "not postgres and not elasticsearch",
    # Of the leak matrix, which takes most of the time, half.
    "-k", "not rebuilding_from_nothing_hides and not (is_in_no_edition and -en])",
)  # fmt: skip
VAR: Final = ROOT / "var" / "mutants"
# Tests of a mutant are run until they fail, or have taken this long together (recorded processor time).
LONGEST: Final = 25.0
# A test may take as many times its recorded processor time, and so many seconds, before its mutant counts as hanging.
TIMES, SECONDS = 4, 6
SURVIVED, KILLED, NOT_APPLICABLE = 0, 1, 2


class Hunt:
    """A pytest plugin that, in place of running the tests in turn, runs for each mutant those that touch it."""

    def __init__(self, choose: Callable[[list[Mutant]], list[Mutant]]) -> None:
        self._choose = choose
        self._failed = False
        self._kills: Counter[tuple[str, str]] = Counter()
        self._sound: dict[str, bool] = {}
        self.survivors: list[Mutant] = []
        self.outcomes: Counter[int] = Counter()

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "xdist_group(name): of no meaning in one process")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise pytest.UsageError("Not all tests could be collected.")
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        self._record()
        session.config.pluginmanager.unregister(name="terminalreporter")
        files = [path for path in sorted(PACKAGE.rglob("*.py")) if not _is_left_out(path)]
        every = mutants_of(ROOT, files)
        chosen = self._choose(every)
        print(f"\n{len(every)} mutants, {len(chosen)} of them tried; {len(self._runs)} tests", flush=True)
        self._loaded = Loaded(ROOT, PACKAGE)
        gc.freeze()
        # Ctrl-C ends it with the score so far, also in the background: the mutants are in no order.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            for mutant in chosen:
                self._note(mutant, self._try(mutant))
        return True

    def _note(self, mutant: Mutant, outcome: int) -> None:
        self.outcomes[outcome] += 1
        if outcome == SURVIVED:
            self.survivors.append(mutant)
            print(f"survived  {mutant}", flush=True)
        if not self.outcomes.total() % 20:
            print(f"{self.outcomes[KILLED]} killed of {self.outcomes.total()}", flush=True)

    def _record(self) -> None:
        """Runs every test that is not known, as the code is; and those that make what others begin with."""
        recording, tracer = Recording(VAR / "touched.json", PACKAGE), Tracer(ROOT, PACKAGE)
        from tests.database import once

        for number, item in enumerate(self._items.values()):
            known = recording.take(item.nodeid, item.path)
            if known is not None and not known.made_scene:
                continue
            scenes, began = len(once._scenes), time.process_time()
            tracer.start()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=self._session)
            lines = tracer.stop()
            if self._failed:
                raise pytest.UsageError(f"It fails as the code is: {item.nodeid}")
            seconds = max(time.process_time() - began, 0.01)
            recording.add(item.nodeid, item.path, Run(lines, seconds, len(once._scenes) > scenes))
            if number % 50 == 0:
                recording.save()
        recording.save()
        self._runs = {
            test: (run, {(path, line) for path, lines in run.lines.items() for line in lines})
            for test, run in recording.runs.items()
            if test in self._items
        }
        self._scenes = {line for run, lines in self._runs.values() if run.made_scene for line in lines}

    def _try(self, mutant: Mutant) -> int:
        tests = [test for test in self._tests_of(mutant) if self._sound.get(test, True)]
        if not tests:
            return SURVIVED
        outcome, killer = self._in_fork(mutant, tests)
        if killer and killer not in self._sound:
            self._sound[killer] = self._in_fork(None, [killer])[0] == SURVIVED
            if not self._sound[killer]:
                return self._try(mutant)
        self._kills[mutant.path, killer] += 1
        return outcome

    def _tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that touch it: first those that killed its neighbours, then those that do little but run its module, most
        of them from the files that have such tests. Slow ones come last.
        """
        modules = {path for path, _ in mutant.lines}
        touching = [test for test, (_, lines) in self._runs.items() if lines & mutant.lines]
        touching.sort(key=lambda test: self._share(test, modules), reverse=True)
        files = list(dict.fromkeys(test.split("::")[0] for test in touching))
        nth: Counter[str] = Counter()
        rank = {}
        for test in touching:
            file = test.split("::")[0]
            nth[file] += 1
            slow = self._runs[test][0].seconds > LONGEST / 10
            rank[test] = (-self._kills[mutant.path, test], slow, nth[file] * (files.index(file) + 1))
        chosen: list[str] = []
        total = 0.0
        for test in sorted(touching, key=rank.__getitem__):
            seconds = self._runs[test][0].seconds
            if total + seconds <= LONGEST or not chosen:
                chosen.append(test)
                total += seconds
        return chosen

    def _share(self, test: str, modules: set[str]) -> float:
        """How much of what a test touches is in some modules."""
        run, lines = self._runs[test]
        return sum(len(run.lines.get(path, ())) for path in modules) / len(lines)

    def _in_fork(self, mutant: Mutant | None, tests: list[str]) -> tuple[int, str]:
        """The outcome, and the test that failed."""
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os._exit(self._fate(mutant, tests, tell))
            finally:
                os._exit(KILLED)
        os.close(tell)
        _, status = os.waitpid(child, 0)
        with os.fdopen(told) as lines:
            begun = lines.read().splitlines()
        outcome = os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED
        return outcome, begun[-1] if outcome == KILLED and begun else ""

    def _fate(self, mutant: Mutant | None, tests: list[str], tell: int) -> int:
        from tests.database import once

        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if mutant is not None:
            try:
                self._loaded.put(mutant)
            except NotApplicable:
                return NOT_APPLICABLE
        if self._run_until_one_fails(tests, tell):
            return KILLED
        if mutant is None or not (mutant.is_constant or mutant.lines & self._scenes):
            return SURVIVED
        # What the tests begin with was made by the code as it is: now by the mutant.
        once._scenes.clear()
        return KILLED if self._run_until_one_fails(tests, tell) else SURVIVED

    def _run_until_one_fails(self, tests: list[str], tell: int) -> bool:
        self._failed = False
        for test in tests:
            os.write(tell, f"{test}\n".encode())
            _limit(SECONDS + TIMES * self._runs[test][0].seconds)
            item = self._items[test]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=self._session)
            if self._failed:
                return True
        return False


def _limit(seconds: float) -> None:
    """Ends this process when it has used that much more processor time, or ten times as long has passed."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, resource.RLIM_INFINITY))
    signal.alarm(int(10 * seconds))


def _is_left_out(path: Path) -> bool:
    return str(path.relative_to(PACKAGE)).startswith(LEFT_OUT)


def demanded() -> float:
    """The score that docs/reliability.md states, in per cent."""
    found = re.search(r"demands (\d+) %", (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8"))
    return float(found[1]) if found else 100.0


def chooser(count: int, seed: int, only: str, again: bool) -> Callable[[list[Mutant]], list[Mutant]]:
    """What picks the mutants to try."""

    def choose(every: list[Mutant]) -> list[Mutant]:
        if again:
            lines = (VAR / "survivors.txt").read_text(encoding="utf-8").splitlines()
            known = {(line.split(":")[0], line.split("  ", 1)[1]) for line in lines}
            return [mutant for mutant in every if (mutant.path, mutant.change) in known]
        found = [mutant for mutant in every if str(mutant).startswith(only)]
        return random.Random(seed).sample(found, min(count or len(found), len(found)))

    return choose


def main(arguments: Iterable[str]) -> int:
    """0 where the score is what docs/reliability.md demands, or better."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=0, help="how many, drawn by --seed; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="those whose file:line begins so")
    parser.add_argument("--again", action="store_true", help="the survivors of the last run")
    given = parser.parse_args(list(arguments))
    hunt = Hunt(chooser(given.mutants, given.seed, given.only, given.again))
    left_out = [f"--ignore-glob={glob}" for glob in NOT_TESTS]
    code = pytest.main([*OPTIONS, *left_out, *TESTS], plugins=[hunt])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        return int(code)
    killed, tried = hunt.outcomes[KILLED], hunt.outcomes[KILLED] + hunt.outcomes[SURVIVED]
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "survivors.txt").write_text("".join(f"{mutant}\n" for mutant in hunt.survivors), encoding="utf-8")
    score = 100 * killed / tried if tried else 100.0
    print(f"{killed} of {tried} killed: {score:.1f} % ({hunt.outcomes[NOT_APPLICABLE]} could not be made)")
    return 0 if score >= demanded() else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))

"""Editors at work in any order, and a partner's copy that is brought into step now and then, and killed at any moment."""

import tempfile
from pathlib import Path
from typing import Any

from django.db.models import F
from hypothesis import strategies as st
from hypothesis.stateful import rule

from cms.publication.models import Change, LogHead
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items
from cynnwys import Copy, sync
from tests.factories import content as make
from tests.publication.release_steps import ReleaseSteps

from .copying import Death, Killed, MortalCopy, Public, api, exported, kept


class CopySteps(ReleaseSteps):
    """As ReleaseSteps, with a copy. `replayed` is what its own list of changes leads to."""

    asks_outlets = False

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "copy.sqlite3"
        self.replayed: set[tuple[str, str]] = set()
        self.last = 0

    def teardown(self) -> None:
        try:
            self.bring_into_step()
            self.begin_again_from_another_log()
        finally:
            self._folder.cleanup()
            super().teardown()

    @rule()
    def settle_again(self) -> None:
        """Whoever comes next does it all again; that nothing is left to do then is what ReleaseSteps itself is held to."""
        with make.committed():
            actions.reconcile(all_items())

    def _is_made_again_from_nothing(self) -> None:
        """ReleaseSteps itself is held to that."""

    @rule()
    def bring_into_step(self) -> None:
        """Afterwards it is what the export is, and its changes tell how it came to be so."""
        with Copy(self.path) as copy:
            self.last, since = sync(api(), copy), self.last
            for change in copy.changes(since):
                edition = (change.id, change.language)
                assert (change.what == "added") == (edition not in self.replayed), change
                (self.replayed.discard if change.what == "removed" else self.replayed.add)(edition)
            public = exported()
            assert kept(copy) == public
            assert self.replayed == public.keys()

    @rule(before=st.integers(1, 30))
    def die(self, before: int) -> None:
        """Whenever it dies, it has what it had or what is public now."""
        had = self._kept()
        death = Death()
        copy = MortalCopy(self.path, death)
        death.before = before
        try:
            sync(api(death), copy)
        except Killed:
            pass
        finally:
            copy._database._real.close()
        assert self._kept() in (had, exported())

    @rule(horizon=st.booleans())
    def begin_again_from_another_log(self, horizon: bool = False) -> None:
        """Its place in the log is known no more: because the log was compacted, or the database put back to an earlier day."""
        with Copy(self.path) as copy:
            place = copy.token
        newest = Change.objects.order_by("-version").first()
        if place is None or newest is None:
            return
        if horizon:
            LogHead.objects.update(horizon=newest.version, compacted=F("generation"))
        else:
            Change.objects.filter(pk=newest.pk).update(at=newest.at.replace(microsecond=newest.at.microsecond ^ 1))
        self.bring_into_step()

    def _kept(self) -> Public:
        with Copy(self.path) as copy:
            return kept(copy)


def dies_everywhere(edit: Any) -> int:
    """Brings copies of one day into step with the next, each dying a step later; returns how often one died."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.sqlite3"
        with Copy(first) as copy:
            sync(api(), copy)
        before = exported()
        edit()
        after = exported()
        assert before != after
        for died in range(10_000):
            path = Path(folder) / f"{died}.sqlite3"
            path.write_bytes(first.read_bytes())
            death = Death()
            copy = MortalCopy(path, death)
            death.before = died + 1
            try:
                sync(api(death), copy)
            except Killed:
                pass
            finally:
                copy._database._real.close()
            with Copy(path) as copy:
                assert kept(copy) in (before, after), died
                assert not death.is_dead or copy.token is not None
                sync(api(), copy)
                assert kept(copy) == after
            if not death.is_dead:
                return died
        raise AssertionError("it never comes to its end")

"""One run of the reconciliation of terms with their editions, and with the editions of items that hold their words.

A term is public in both languages or in neither, and its marks come and go with it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from uuid import UUID

from cms.content.languages import CODES, Language, other
from cms.content.models import Term

from ..changelog.log import Log
from ..collation import title_key
from ..models import Change, ChangeKind, State, TermEdition
from ..payload.composition import encode
from ..reconciliation.reconciler import Reconciler
from .completeness import TermPair, term_pairs
from .payload import TERM
from .term_addresses import term_address, term_api_address
from .words import Forms, items_with

_BATCH: Final = 50
_KINDS: Final = {State.WITHDRAWN: ChangeKind.WITHDRAWN, State.GONE: ChangeKind.GONE}


class _TermAppearance(NamedTuple):
    """What editions show of a term."""

    item: str
    name: str
    definition: str
    forms: list[str]


def _appearance(row: TermEdition) -> _TermAppearance | None:
    if row.state != State.PUBLISHED:
        return None
    return _TermAppearance(str(row.item), row.name, row.definition, list(row.forms))


class TermReconciler:
    """Brings the editions of terms into line with the snippets. `log` is locked; its moment is that of the run."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._changed: dict[Language, Forms] = {code: [] for code in CODES}

    def reconcile(self, items: Iterable[UUID]) -> list[Change]:
        """Brings the editions of terms, and all that mark them, into line with the snippets; returns the log's new rows."""
        wanted = set(items)
        stored: dict[UUID, dict[str, TermEdition]] = {item: {} for item in wanted}
        for row in TermEdition.objects.filter(item__in=wanted):
            stored[row.item][row.language] = row
        found = term_pairs(wanted)
        for item in sorted(wanted):
            pair = found.get(item)
            if pair is not None and pair.publishable:
                self._publish(item, pair, stored[item])
            else:
                self._end(stored[item], State.GONE if pair is None else State.WITHDRAWN)
        self._recompose()
        return self._log.write()

    def _publish(self, item: UUID, pair: TermPair, stored: dict[str, TermEdition]) -> None:
        made = {code: _payload(item, pair, code) for code in CODES}
        digests = {code: _digest(payload) for code, payload in made.items()}
        changed = [
            code
            for code in CODES
            if code not in stored or stored[code].state != State.PUBLISHED or stored[code].digest != digests[code]
        ]
        if not changed:
            return
        version = self._log.append(item, changed, ChangeKind.PUBLISHED)
        for code in changed:
            row = stored.get(code) or TermEdition(item=item, language=code, state="")
            before = _appearance(row)
            if row.state != State.PUBLISHED:
                row.state, row.state_since = State.PUBLISHED, self._log.now
            term = pair.terms[code]
            row.name, row.name_key = made[code]["name"], title_key(made[code]["name"], code)
            row.forms, row.definition = term.forms, made[code]["definition"]
            row.version, row.changed_at, row.digest = version, self._log.now, digests[code]
            row.body = encode({**made[code], "version": version})
            row.save()
            self._note(row.lang, before, _appearance(row))

    def _end(self, stored: dict[str, TermEdition], state: State) -> None:
        """Makes tombstones of what was public, or was withdrawn before it was deleted."""
        ended = [row for row in stored.values() if row.state != state]
        if not ended:
            return
        version = self._log.append(ended[0].item, [row.language for row in ended], _KINDS[state])
        for row in ended:
            self._note(row.lang, _appearance(row), None)
            row.state, row.state_since = state, self._log.now
            row.version, row.changed_at = version, self._log.now
            row.digest, row.body, row.forms, row.definition = "", b"", [], ""
            row.save()

    def _note(self, language: Language, before: _TermAppearance | None, after: _TermAppearance | None) -> None:
        """Keeps the forms whose places in text have to be marked, marked otherwise, or no longer."""
        if before != after:
            self._changed[language] += [(one.item, one.forms) for one in (before, after) if one]

    def _recompose(self) -> None:
        """Composes anew what has or had a changed term's words, some items at a time."""
        items = {item for code, forms in self._changed.items() for item in items_with(code, forms)}
        ordered, reconciler = sorted(items), Reconciler(self._log)
        for start in range(0, len(ordered), _BATCH):
            reconciler.recompose(ordered[start : start + _BATCH])


def _payload(item: UUID, pair: TermPair, language: Language) -> dict[str, Any]:
    """The payload of one language, all but its version."""
    term, twin = pair.terms[language], pair.terms[other(language)]
    payload = {
        "id": item,
        "language": language,
        "version": 0,
        "name": _line(term.name),
        "other_forms": term.forms[1:],
        "definition": _line(term.definition),
        "twin": {"language": other(language), "name": _line(twin.name), "definition": _line(twin.definition)},
        "address": term_address(item, language),
        "api": term_api_address(item, language),
    }
    dumped: dict[str, Any] = TERM.dump_python(TERM.validate_python(payload), mode="json")
    return dumped


def _digest(payload: dict[str, Any]) -> str:
    return hashlib.blake2b(encode(payload), digest_size=16).hexdigest()


def _line(text: str) -> str:
    return " ".join(text.split())


def all_terms() -> Iterator[UUID]:
    """Every item that has a term or an edition of one."""
    keys = Term.objects.values_list("translation_key", flat=True)
    yield from sorted({*keys, *TermEdition.objects.values_list("item", flat=True)})

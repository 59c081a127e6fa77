"""The indices: one a language under an alias, their mapping, how they are filled, swapped and identified.

Documents come in by `write` alone; nothing here knows what is in them or how they are found.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from cms.content.languages import CODES, Language

from ..documents import IndexDocument
from ..interface import IndexIdentity, Unavailable
from .client import Service, fault
from .document_fields import document_fields

MAPPING_FILE: Final = Path(__file__).with_name("mapping.json")
MAPPING: Final[Mapping[str, Any]] = json.loads(MAPPING_FILE.read_text(encoding="utf-8"))
# Documents and bytes of one request.
BULK_SIZE: Final = 500
MAX_BULK_BYTES: Final = 8_000_000
# How long Elasticsearch waits for a missing shard before it says so.
SHARD_TIMEOUT: Final = "10s"


@cache
def fingerprint(content_fingerprint: str) -> str:
    """Of all that an index is made by: how its documents are made, how they are sent, and its mapping."""
    files = (MAPPING_FILE, Path(__file__).with_name("document_fields.py"))
    whole = b"".join((content_fingerprint.encode(), *(file.read_bytes() for file in files)))
    return hashlib.sha256(whole).hexdigest()[:16]


class Indices:
    """Our indices in one Elasticsearch: those named PREFIX-LANGUAGE-BUILD, which PREFIX-LANGUAGE is an alias of."""

    def __init__(self, service: Service, prefix: str) -> None:
        self._service = service
        self._prefix = prefix

    def alias(self, language: Language) -> str:
        """Where searches of a language go."""
        return f"{self._prefix}-{language}"

    def identity(self, content_fingerprint: str) -> IndexIdentity | None:
        """See `Engine.identity`."""
        names = ",".join(map(self.alias, CODES))
        with self._service.probing() as client:
            found = client.indices.get(index=names, ignore_unavailable=True)
        uuids, positions, expected = [], [], fingerprint(content_fingerprint)
        for language in CODES:
            ours = [index for index in found.values() if self.alias(language) in index["aliases"]]
            meta = ours[0]["mappings"].get("_meta", {}) if len(ours) == 1 else {}
            if meta.get("fingerprint") != expected:
                return None
            uuids.append(ours[0]["settings"]["index"]["uuid"])
            positions.append(meta.get("position", ""))
        return IndexIdentity(":".join(uuids), positions[0])

    def tell(self, content_fingerprint: str, position: str) -> None:
        """See `Engine.tell`. The first language's index keeps it for both: two could disagree after a failure."""
        with self._service.writing() as client:
            tell(client, self.alias(CODES[0]), fingerprint(content_fingerprint), position)

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """Into the indices that serve; visible on return."""
        aliases = {language: self.alias(language) for language in CODES}
        with self._service.writing() as client:
            send(client, documents, aliases)
            refresh(client, aliases.values())

    @contextmanager
    def build(self, content_fingerprint: str) -> Iterator["ElasticsearchBuild"]:
        """See `Engine.build`."""
        build = ElasticsearchBuild(
            self._service,
            {language: f"{self.alias(language)}-{uuid4().hex[:12]}" for language in CODES},
            self,
            fingerprint(content_fingerprint),
        )
        try:
            with self._service.writing() as client:
                self._remove_leftovers(client)
                build.begin(client)
            yield build
        finally:
            build.close()
            if not build.committed:
                # What cannot be removed now is, when the next build begins.
                with suppress(Unavailable), self._service.writing() as client:
                    _remove(client, build.names.values())

    def swap(self, client: Elasticsearch, names: Mapping[Language, str]) -> None:
        """Lets the named indices serve in the place of all others: one change of the cluster's state, both languages."""
        old = [name for name in self._ours(client) if name not in names.values()]
        old += [self.alias(language) for language in CODES if _is_index(client, self.alias(language))]
        actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in old]
        for language, name in names.items():
            actions.append({"remove": {"index": name, "alias": building_alias(name)}})
            actions.append({"add": {"index": name, "alias": self.alias(language)}})
        client.indices.update_aliases(actions=actions)

    def _ours(self, client: Elasticsearch) -> dict[str, set[str]]:
        """The aliases of every index that a build made."""
        pattern = re.compile(rf"{re.escape(self._prefix)}-({'|'.join(CODES)})-[0-9a-f]{{12}}")
        wildcards = ",".join(f"{self.alias(language)}-*" for language in CODES)
        found = client.indices.get_alias(index=wildcards, ignore_unavailable=True)
        return {name: set(index["aliases"]) for name, index in found.items() if pattern.fullmatch(name)}

    def _remove_leftovers(self, client: Elasticsearch) -> None:
        serving = set(map(self.alias, CODES))
        _remove(client, (name for name, aliases in self._ours(client).items() if not aliases & serving))


class ElasticsearchBuild:
    """A new pair of indices (`interface.IndexBuild`). What is written is sent while the next documents are made: a refusal is
    raised by the write after it, or by `commit`.
    """

    def __init__(self, service: Service, names: dict[Language, str], indices: Indices, fingerprint: str) -> None:
        self.names = names
        self.committed = False
        self._service = service
        self._indices = indices
        self._fingerprint = fingerprint
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="search-build")
        self._sending: Future[None] | None = None

    def begin(self, client: Elasticsearch) -> None:
        """Makes the indices, without copies, and not refreshed until they are full."""
        settings = {
            **MAPPING["settings"],
            "refresh_interval": "-1",
            "auto_expand_replicas": False,
            "number_of_replicas": 0,
        }
        mappings = {**MAPPING["mappings"], "_meta": {"fingerprint": self._fingerprint}}
        for name in self.names.values():
            client.indices.create(index=name, settings=settings, mappings=mappings, aliases={building_alias(name): {}})

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """See `interface.IndexBuild`."""
        made = list(documents)
        self._wait_until_sent()
        self._sending = self._sender.submit(self._send, made)

    def commit(self, position: str = "") -> None:
        """See `interface.IndexBuild`."""
        self._wait_until_sent()
        names = list(self.names.values())
        lasting = {name: MAPPING["settings"][name] for name in ("refresh_interval", "auto_expand_replicas")}
        with self._service.writing() as client:
            client.indices.put_settings(index=",".join(names), settings=lasting)
            refresh(client, names)
            tell(client, self.names[CODES[0]], self._fingerprint, position)
            self._indices.swap(client, self.names)
        self.committed = True

    def close(self) -> None:
        """Waits for what is being sent; afterwards nothing is."""
        self._sender.shutdown()

    def _wait_until_sent(self) -> None:
        if self._sending is not None:
            self._sending.result()

    def _send(self, documents: list[IndexDocument]) -> None:
        # By an alias, which writing never makes: an index that somebody has removed does not come back unmapped.
        aliases = {language: building_alias(name) for language, name in self.names.items()}
        with self._service.writing() as client:
            send(client, documents, aliases)


def tell(client: Elasticsearch, index: str, fingerprint: str, position: str) -> None:
    """Keeps a position beside the fingerprint: what an index says of itself is replaced as a whole."""
    client.indices.put_mapping(index=index, meta={"fingerprint": fingerprint, "position": position})


def building_alias(name: str) -> str:
    """The alias that an index has until it serves."""
    return f"{name}-building"


def refresh(client: Elasticsearch, names: Iterable[str]) -> None:
    """Makes all that was written visible to searches."""
    failed = client.indices.refresh(index=",".join(names))["_shards"]["failed"]
    if failed:
        raise Unavailable(f"Elasticsearch could not refresh {failed} shards")


def _remove(client: Elasticsearch, names: Iterable[str]) -> None:
    if listed := ",".join(names):
        client.indices.delete(index=listed, ignore_unavailable=True)


def _is_index(client: Elasticsearch, alias: str) -> bool:
    """Whether an index took an alias's name, as one does that is made by writing where there was none."""
    return bool(client.indices.exists(index=alias)) and not client.indices.exists_alias(name=alias)


def send(client: Elasticsearch, documents: Iterable[IndexDocument], names: Mapping[Language, str]) -> None:
    """Streams documents to the aliases of their languages. An older version than the one there is left out, rightly;
    anything else that is refused raises Unavailable.
    """
    actions = (_action(document, names[document.language]) for document in documents)
    answers = streaming_bulk(
        client,
        actions,
        chunk_size=BULK_SIZE,
        max_chunk_bytes=MAX_BULK_BYTES,
        raise_on_error=False,
        require_alias=True,
        timeout=SHARD_TIMEOUT,
    )
    for done, answer in answers:
        if not done:
            _check(answer["index"])


def _action(document: IndexDocument, name: str) -> dict[str, Any]:
    return {
        "_index": name,
        "_id": str(document.item),
        "version": document.version,
        "version_type": "external_gte",
        "_source": document_fields(document),
    }


def _check(answer: Mapping[str, Any]) -> None:
    status = answer["status"]
    if status != 409:
        refusal = fault(status, answer.get("error", {}))
        # One document's refusal is no fault of the service's: searches may well work.
        raise Unavailable(str(refusal), refusal.retry_after)

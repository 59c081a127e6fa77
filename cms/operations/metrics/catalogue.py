"""Every metric there is: its name, what it counts and by what. docs/operations.md has the same as a table."""

from typing import Final, Literal, NamedTuple

Kind = Literal["counter", "gauge", "histogram"]


class Described(NamedTuple):
    """A metric. No label may have a value for each address, key or item: there would be no end of them."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    meaning: str


REQUESTS: Final = "cms_http_request_duration_seconds"
MEMORY_BYTES: Final = "cms_answer_memory_bytes"
MEMORY_ANSWERS: Final = "cms_answer_memory_answers"
THROTTLED: Final = "cms_throttled_requests_total"
DELIVERIES: Final = "cms_webhook_deliveries_total"
MAIL_FAILURES: Final = "cms_mail_failures_total"
SEARCHES: Final = "cms_searches_total"
DOCUMENTS: Final = "cms_documents_typeset_total"
PICTURES: Final = "cms_pictures_made_total"

# Counted by each process, and added up.
COUNTED: Final = (
    Described(
        REQUESTS, "histogram", ("outlet", "answer", "status"),
        "Seconds from a complete request to its answer, waiting for a thread included; `_count` counts requests",
    ),
    Described(MEMORY_BYTES, "gauge", (), "Bytes of ready answers that all serving processes keep"),
    Described(MEMORY_ANSWERS, "gauge", (), "Ready answers that all serving processes keep"),
    Described(THROTTLED, "counter", ("policy",), "Requests that were refused since the caller had no tokens left"),
    Described(DELIVERIES, "counter", ("outcome", "fault"), "Attempts to deliver a message to a webhook endpoint"),
    Described(MAIL_FAILURES, "counter", (), "Times that the mail server did not take what was to be sent"),
    Described(SEARCHES, "counter", ("language", "found"), "Searches without filters, first pages only; nothing `found`: `no`"),
    Described(DOCUMENTS, "counter", ("outcome",), "PDFs that were made, or could not be"),
    Described(PICTURES, "counter", ("outcome",), "Sizes of pictures that were made, or could not be"),
)  # fmt: skip

# Read when asked for, of the database, the index and the disk. Ages are by the database's clock.
READ: Final = (
    Described("cms_ready", "gauge", (), "1 where the service is ready"),
    Described("cms_check_ready", "gauge", ("check",), "1 where a check of `/readyz` came out well"),
    Described("cms_log_version", "gauge", (), "The log's newest version"),
    Described("cms_consumer_behind_changes", "gauge", ("consumer",), "Changes of the log that a consumer has not followed yet"),
    Described("cms_consumer_behind_seconds", "gauge", ("consumer",), "Age of the first of them"),
    Described("cms_work_failures", "gauge", ("work",), "Failures in a row of a consumer or of other work of the worker"),
    Described("cms_worker_silent_seconds", "gauge", (), "Seconds since a worker was last seen; infinite where none ever was"),
    Described("cms_intents", "gauge", (), "Changes that were committed and are not settled"),
    Described("cms_intents_failing", "gauge", (), "Those of them that could not be settled so far"),
    Described("cms_intents_oldest_seconds", "gauge", (), "Age of the oldest of them"),
    Described("cms_held_pairs", "gauge", (), "Items of which a complete version waits for its twin or for a release"),
    Described("cms_held_withdrawals", "gauge", (), "Editions that stay public until somebody confirms that they go"),
    Described("cms_releases_planned", "gauge", ("state",), "Planned releases of several items, `waiting` or `failed`"),
    Described("cms_index_documents", "gauge", ("language",), "Public items that the search index holds"),
    Described("cms_webhook_messages", "gauge", (), "Messages that wait to be delivered"),
    Described("cms_webhook_messages_oldest_seconds", "gauge", (), "Age of the oldest of them"),
    Described("cms_webhook_endpoints_failing", "gauge", ("fault",), "Webhook endpoints whose last delivery failed, by why"),
    Described("cms_webhook_endpoints_ended", "gauge", ("reason",), "Webhook endpoints that are off, by why"),
    Described(
        "cms_webhook_certificate_expires_timestamp_seconds", "gauge", (),
        "When the first certificate of a webhook endpoint that is on expires, as they were last seen",
    ),
    Described("cms_backup_last_success_timestamp_seconds", "gauge", (), "When a backup was last taken; 0 where none ever was"),
    Described("cms_search_quality_ndcg", "gauge", ("engine", "part", "language"), "NDCG@10 of the last `make search-quality`"),
    Described("cms_search_quality_measured_timestamp_seconds", "gauge", (), "When that was"),
    Described("cms_disk_size_bytes", "gauge", ("folder",), "Size of the disk of `media`, and of SQLite's `database`"),
    Described("cms_disk_free_bytes", "gauge", ("folder",), "What is free of it"),
)  # fmt: skip

CATALOGUE: Final = {one.name: one for one in (*COUNTED, *READ)}
# Seconds: an answer from memory takes some microseconds, a PDF half a minute.
BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

"""Where documents are stored and found: one engine by the settings, Elasticsearch or the embedded one."""

from functools import cache

from django.conf import settings

from .interface import Engine


@cache
def engine() -> Engine:
    """The engine of this process: Elasticsearch where ELASTICSEARCH_URL names one, else SQLite."""
    if settings.ELASTICSEARCH["url"]:
        from .elasticsearch.engine import ElasticsearchEngine

        return ElasticsearchEngine.from_settings()
    from .sqlite.engine import SqliteEngine

    return SqliteEngine(settings.SEARCH_INDEX)


__all__ = ["engine"]

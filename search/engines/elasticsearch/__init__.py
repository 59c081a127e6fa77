"""The engine for production: an Elasticsearch cluster."""

"""Caches between us and readers (a CDN, Varnish): the keys of what answers show, and the purging of those that changed."""

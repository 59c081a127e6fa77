"""Clients that wait for changes: without a thread or a connection to the database for each."""

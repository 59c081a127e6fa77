"""Database and media as of one moment, kept in a folder and put back from it (ADR 87)."""

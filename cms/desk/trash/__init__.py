"""The bin: where pages that somebody deletes are kept for a while, in both languages, and can be restored from."""

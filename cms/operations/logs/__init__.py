"""Lines of the log: their form, which request they belong to, one of each request, and nothing that names a person."""

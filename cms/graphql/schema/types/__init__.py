"""The types of the schema, one family a file. What their fields may be is in resolvers.py."""

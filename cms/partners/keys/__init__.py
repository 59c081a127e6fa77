"""Keys: how they are written and stored, issued and revoked, and recognised in a request."""

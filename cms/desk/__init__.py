"""The editors' desk: what must be done today, and where it is done. Each room is an app of its own."""

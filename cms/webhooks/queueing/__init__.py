"""From the log to what is queued for each endpoint."""

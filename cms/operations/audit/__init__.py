"""Who did what: one page of all that Wagtail's log, releases and notices say, with commands and log-ins; kept for a time."""

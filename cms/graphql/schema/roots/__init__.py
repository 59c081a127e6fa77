"""What each field of Query asks of the readers. Nothing here knows the schema's types or how a query is run."""

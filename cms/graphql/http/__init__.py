"""GraphQL over HTTP: requests, answers, persisted queries and the query browser."""

"""The types of the schema. Those of content are derived from what is declared; by hand is only what no payload has."""

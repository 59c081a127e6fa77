"""Plans of queries and how they are carried out."""

"""How much each key was used, by day."""

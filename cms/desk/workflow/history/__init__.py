"""What went out of an item: when, by whose word, and why."""

"""What went out of each item, in which languages together, and what waits for its twin."""

"""The log-in: its form and view, and how many wrong passwords are too many."""

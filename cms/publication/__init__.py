"""What the public may see: editions and the log of their changes. Outlets read it; only `actions` writes it."""

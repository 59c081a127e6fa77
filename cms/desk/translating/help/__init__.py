"""What helps somebody who translates a text: what was there before, what is written elsewhere, and the agreed terms."""

"""Ways to an answer with less work: what is known of a request, and what others are being given."""

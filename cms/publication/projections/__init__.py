"""What of a page has been public, ready to be projected."""

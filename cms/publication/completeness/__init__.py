"""Whether a page is wholly in its language."""

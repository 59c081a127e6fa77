"""Pages for partners, in Welsh and English: how to take the content, and their own keys."""

"""What is not public, made as if it were: the draft in an editor's form, and previews for those who were given a token."""

"""What is known of words: the spelling dictionaries, numbers in words, and tables written by hand."""

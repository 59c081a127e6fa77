"""What somebody may have meant to type: which words are right as they are, which are likelier, and the search with those."""

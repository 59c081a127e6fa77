"""Welsh words to keys: lemmas, mutations, plurals, verbs."""

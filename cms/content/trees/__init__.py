"""Where pages may stand: one home page a language, one language a tree, and a page and its translation at one place."""

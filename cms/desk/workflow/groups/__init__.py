"""The five groups of the desk, with their rights in each language."""

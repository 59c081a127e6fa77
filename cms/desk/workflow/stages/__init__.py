"""The stages of a page, who may act in them, and the words and buttons by which an editor sees them."""

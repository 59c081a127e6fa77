"""What translators and checkers say to one another of a text: Wagtail's comments, in the translation editor."""

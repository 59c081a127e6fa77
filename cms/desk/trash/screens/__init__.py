"""The screens of the bin, and what Wagtail's screens of deleting say of it."""

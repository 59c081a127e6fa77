"""The second factor: a number from an app beside the password, and codes for when the telephone is lost."""

"""A new password by e-mail: an answer that says the same of every address, and a mail that goes out after it."""

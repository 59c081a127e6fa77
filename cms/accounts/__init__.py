"""Who may come into the admin: log-in and its limits, passwords, the second factor, and the mail that editors get."""

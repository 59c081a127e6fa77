"""Partners on the screens of the admin."""

"""The admin's screens of webhooks."""

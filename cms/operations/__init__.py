"""What operators need: whether the service is well, what it did, who did what, copies of it. Each room is an app of its own."""

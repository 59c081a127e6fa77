"""What who runs the service needs: whether it is well, who did what, copies of it. Each room is an app of its own."""

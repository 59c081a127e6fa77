"""What a query asks for, worked out before anything is read: its variables, and the steps of its answer."""

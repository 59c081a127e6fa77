"""What search adds to the administration."""

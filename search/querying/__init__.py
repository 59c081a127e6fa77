"""What a reader typed to what is found."""

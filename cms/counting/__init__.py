"""What is counted beside requests, and written to tables now and then."""

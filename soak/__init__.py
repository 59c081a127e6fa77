"""What takes too long for each run of the tests: `make soak`."""

"""What was committed and is not yet settled: noted by the very commit that owes it, whoever made it."""

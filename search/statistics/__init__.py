"""What was searched for, counted without a trace of who searched."""

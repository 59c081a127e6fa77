"""What was sought, counted without a trace of who sought it."""

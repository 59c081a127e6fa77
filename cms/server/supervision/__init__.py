"""Serving processes are watched: what dies or freezes is started again, what only waits for the processor is left alone."""

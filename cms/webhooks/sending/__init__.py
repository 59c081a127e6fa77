"""From what is queued to what a receiver has taken: where it may go, how it is signed, when it is tried again."""

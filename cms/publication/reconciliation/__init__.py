"""What the pages want against what is public, and the only writers of it."""

"""The ordered log of changes, and those who follow it."""

"""The views, split by role."""

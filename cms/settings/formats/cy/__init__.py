"""Welsh, by the clock that the other screens have."""

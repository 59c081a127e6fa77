"""English, as it is written in Wales."""

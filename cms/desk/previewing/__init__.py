"""Previewing: what partners would be given of what is not public, side by side, and the links by which it is shared."""

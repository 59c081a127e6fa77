"""What readers are told of an item that is withdrawn or gone, and by whom that was said."""

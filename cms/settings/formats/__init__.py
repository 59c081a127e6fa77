"""How days and numbers are written, where Django's way is another country's."""

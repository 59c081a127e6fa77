"""The screen: source and translation side by side, what helps beside each text, and all that is done with the whole."""

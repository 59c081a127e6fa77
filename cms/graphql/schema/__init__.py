"""What may be asked for, and how each field comes by its value."""

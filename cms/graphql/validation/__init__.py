"""What a query may be and cost before anything is read: its text, its structure, its validity, its variables, its plan."""

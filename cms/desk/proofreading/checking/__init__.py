"""What may be wrong with a text, found in the text itself and beside the other language's. Pure: knows no database."""

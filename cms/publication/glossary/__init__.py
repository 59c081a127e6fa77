"""The glossary: editions of terms, and their marks in the rich text of other editions."""

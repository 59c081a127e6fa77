"""The glossary for readers: as a page, and the words marked in a text explained below it."""

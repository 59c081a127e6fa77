"""The documents in docs/ and of the clients, as they are given: as pages, as Markdown, and listed in llms.txt."""

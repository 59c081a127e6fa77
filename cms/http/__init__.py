"""What outlets over HTTP share: caching, problems, the language of messages, cursors of lists. No address is known here."""

"""What goes wrong, as problems (RFC 9457) in both languages."""

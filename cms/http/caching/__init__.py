"""How long an answer may be kept and given again (RFC 9110 and 9111), by others and by this process."""

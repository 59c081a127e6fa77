"""From stored content to the payloads that it declares, with what is missing noted. Pure but for look-ups."""

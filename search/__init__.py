"""Search over the published editions. It reads editions and the change log, never pages."""

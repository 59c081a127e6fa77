"""Texts out to translators and back in: XLIFF 2 and PO. A file that does not fit is refused whole, with its lines."""

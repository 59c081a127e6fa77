"""A contact's own pages: logging in by a mailed link, and the keys of the partner."""

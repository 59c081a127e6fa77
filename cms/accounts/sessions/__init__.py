"""Sessions, of the admin and of partners' contacts: which are somebody's, and how they are ended at once."""

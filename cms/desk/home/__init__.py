"""The first screen of the admin: what is to be done today, where it is done, and what to read who is new."""
